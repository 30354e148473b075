/**
 * Which plan on an eSIM is which package of ours. A plan has no id: it is known by its offer and by
 * the order of purchase, and it leaves the list when it is over.
 */
import type { Purchase, Plan } from './map.ts';
import type { KnownPackage } from '../provider.ts';

/** So long after its order a plan that was put onto an installed eSIM may not be listed yet. */
const YOUNG_MS = 10 * 60_000;

export type Matched = {
  listed: { known: KnownPackage; plan: Plan }[];
  /** in the order of purchase */
  gone: KnownPackage[];
};

/** What is known before plans are told apart. */
export type Facts = {
  now: number;
  /** of the eSIM, null = never */
  installedAt: string | null;
  /** of those that were read; absent = not read, null = Zendit has none */
  purchases: ReadonlyMap<string, Purchase | null>;
};

/** Offers of which fewer plans are listed than we know packages that should be. */
export function shortOffers(
  known: readonly KnownPackage[],
  plans: readonly Plan[],
  now: number,
): KnownPackage[] {
  const listed = Map.groupBy(plans, (plan) => plan.offerId);
  return [...Map.groupBy(known, (one) => one.template_id)].flatMap(([offerId, ofOffer]) => {
    const live = ofOffer.filter((one) => !isPast(one, now));
    return live.length > (listed.get(offerId)?.length ?? 0) ? live : [];
  });
}

/** `known` has the oldest first. */
export function matchPlans(
  known: readonly KnownPackage[],
  plans: readonly Plan[],
  facts: Facts,
): Matched {
  const matched: Matched = { listed: [], gone: [] };
  const byOffer = Map.groupBy(plans, (plan) => plan.offerId);
  for (const [offerId, ofOffer] of Map.groupBy(known, (one) => one.template_id)) {
    const there = (byOffer.get(offerId) ?? []).toSorted(byStart);
    const missing = Math.max(0, ofOffer.length - there.length);
    const gone = new Set(likeliestGone(ofOffer, facts).slice(0, missing));
    matched.gone.push(...gone);
    ofOffer
      .filter((one) => !gone.has(one))
      .forEach((one, i) => matched.listed.push({ known: one, plan: there[i]! }));
  }
  return matched;
}

/** Started ones first, in that order; those that wait stay as they are listed. */
const byStart = (a: Plan, b: Plan): number =>
  startOf(a) === startOf(b) ? 0 : startOf(a) < startOf(b) ? -1 : 1;
const startOf = ({ startAt }: Plan): number => (startAt === null ? Infinity : Date.parse(startAt));

/**
 * Those whose validity has ended, that were refunded or may be, that may not be listed yet; then,
 * since plans are used up in the order of purchase, the oldest.
 */
function likeliestGone(known: readonly KnownPackage[], facts: Facts): KnownPackage[] {
  const rank = (one: KnownPackage): number => {
    const purchase = facts.purchases.get(one.package_id);
    if (isPast(one, facts.now)) return 0;
    if (purchase?.refund === 'done') return 1;
    if (purchase?.refund === 'open') return 2;
    return isYoung(one, facts) ? 3 : 4;
  };
  const ranked = known.map((one, i) => ({ one, rank: rank(one), i }));
  return ranked
    .toSorted((a, b) => a.rank - b.rank || (a.rank === 3 ? b.i - a.i : a.i - b.i))
    .map(({ one }) => one);
}

export const isPast = ({ expires_at }: KnownPackage, now: number): boolean =>
  expires_at !== null && expires_at !== undefined && Date.parse(expires_at) <= now;

/** Whoever installed it after the order already had the plan. */
export const isYoung = (
  { ordered_at }: KnownPackage,
  { now, installedAt }: Pick<Facts, 'now' | 'installedAt'>,
): boolean =>
  now - Date.parse(ordered_at) < YOUNG_MS &&
  (installedAt === null || Date.parse(ordered_at) > Date.parse(installedAt));
