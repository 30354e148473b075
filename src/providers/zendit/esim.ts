/** What Zendit says of an eSIM: its plans, and whether it was ever installed. */
import type { LRUCache } from 'lru-cache';
import type { KnownEsim, KnownPackage, ProviderEsim, ProviderPackageUsage } from '../provider.ts';
import { readPurchase, type Account } from './account.ts';
import { isNone, succeeded, unexpected } from './errors.ts';
import { toPlans, type Plan, type Purchase } from './map.ts';
import { isPast, isYoung, matchPlans, shortOffers, type Facts } from './match-plans.ts';

/** Purchases of packages that are over: nothing becomes of them any more. */
export type Over = LRUCache<string, Purchase>;

/** Null: Zendit is sure that it has no such eSIM. */
export async function getEsim(
  account: Account,
  over: Over,
  esim: KnownEsim,
): Promise<ProviderEsim | null> {
  const answer = await account.http.ask('GET', `/esim/${encodeURIComponent(esim.iccid)}/plans`);
  if (isNone(answer)) return null;
  if (!succeeded(answer)) throw unexpected(answer);
  const { installedAt, plans } = toPlans(answer.body, esim.iccid, account.bytesPerGb);
  const now = Date.now();
  const purchases = new Map<string, Purchase | null>();
  const read = async ({ package_id }: KnownPackage): Promise<void> => {
    if (!purchases.has(package_id))
      purchases.set(package_id, over.get(package_id) ?? (await readPurchase(account, package_id)));
  };
  for (const known of shortOffers(esim.packages, plans, now)) await read(known);
  const { listed, gone } = matchPlans(esim.packages, plans, { now, installedAt, purchases });
  const packages = listed.map(({ known, plan }) => listedUsage(known, plan));
  for (const known of gone) {
    await read(known);
    const purchase = purchases.get(known.package_id);
    // Without it nothing is known of it, not even its size.
    if (purchase === null || purchase === undefined) continue;
    if (isPast(known, now) || purchase.refund === 'done') over.set(known.package_id, purchase);
    packages.push(goneUsage(known, purchase, { now, installedAt }));
  }
  return {
    iccid: esim.iccid,
    state: installedAt === null ? 'RELEASED' : 'INSTALLED',
    state_changed_at: installedAt ?? new Date(now).toISOString(),
    packages,
    // Countries are not told apart, and everything is counted on plans.
    usage: [],
  };
}

const listedUsage = (known: KnownPackage, plan: Plan): ProviderPackageUsage => ({
  package_id: known.package_id,
  used_bytes: plan.used_bytes,
  total_bytes: plan.total_bytes,
  activated_at: plan.startAt,
  expires_at: plan.endAt,
  status: plan.isKnownStatus ? 'ACTIVE' : 'unknown',
});

type At = Pick<Facts, 'now' | 'installedAt'>;

function goneUsage(known: KnownPackage, purchase: Purchase, at: At): ProviderPackageUsage {
  const status = statusOfGone(known, purchase, at);
  return {
    package_id: known.package_id,
    used_bytes: status === 'DEPLETED' ? (purchase.bytes ?? 0) : 0,
    total_bytes: purchase.bytes,
    activated_at: null,
    expires_at: null,
    status,
  };
}

/** A plan that has left the list does not say why. */
function statusOfGone(
  known: KnownPackage,
  purchase: Purchase,
  at: At,
): ProviderPackageUsage['status'] {
  if (purchase.refund === 'done') return 'CANCELLED';
  if (isPast(known, at.now)) return 'EXPIRED';
  // Not used up: perhaps not listed yet, perhaps being refunded, and never without a device.
  if (purchase.refund === 'open' || isYoung(known, at) || at.installedAt === null) return 'unknown';
  // What is unlimited is not used up: its time was over.
  return purchase.bytes === null ? 'EXPIRED' : 'DEPLETED';
}
