/** What an eSIM has, and what is left of it: its history, matched with the packages we know. */
import { id, list, object, oneOf, orNull } from '../fields.ts';
import {
  ProviderUnclear,
  type KnownEsim,
  type KnownPackage,
  type ProviderEsim,
  type ProviderPackageUsage,
} from '../provider.ts';
import { dataOf, iccidOf, instant, megabytes, numericId, sizeOf } from './map.ts';
import { codeOf, RECYCLED, saysNotFound, unexpected } from './refusal.ts';
import type { Session } from './session.ts';
import { usualTopupId } from './topups.ts';

/** An entry of the history. */
export type Entry = {
  id: string;
  soldAs: string;
  isOnDevice: boolean;
  usage: Omit<ProviderPackageUsage, 'package_id'>;
};

/** Null: there is none, or its ICCID is another eSIM's by now. */
export async function getEsim(session: Session, known: KnownEsim): Promise<ProviderEsim | null> {
  const answer = await session.ask(`/sims/${known.iccid}`);
  if (saysNotFound(answer)) return null;
  if (codeOf(answer) === RECYCLED) return gone(known.iccid, null);
  if (answer.status !== 200) throw unexpected(answer);
  const sim = object(dataOf(answer.body), 'sim');
  if (iccidOf(sim) !== known.iccid) throw new ProviderUnclear('Airalo answered with another eSIM.');
  if (known.esim_id !== null && numericId(sim, 'id') !== known.esim_id) return null;
  if (sim['recycled'] === true) return gone(known.iccid, orNull(instant)(sim, 'recycled_at'));
  return readHistory(session, known);
}

/** `/usage` is not asked for: it sums up what stands here for each package. */
async function readHistory(session: Session, known: KnownEsim): Promise<ProviderEsim> {
  const answer = await session.ask(`/sims/${known.iccid}/packages`);
  if (codeOf(answer) === RECYCLED) return gone(known.iccid, null);
  if (answer.status !== 200) throw unexpected(answer);
  const entries = list(dataOf(answer.body), 'data').map(toEntry).toSorted(byId);
  const used = entries.filter((one) => one.isOnDevice);
  const first = used.flatMap(({ usage }) => usage.activated_at ?? []).toSorted()[0];
  return {
    iccid: known.iccid,
    // Airalo never tells; but what has begun was on a device that had switched it on.
    state: used.length > 0 ? 'ENABLED' : 'unknown',
    state_changed_at: first ?? new Date().toISOString(),
    packages: namePackages(entries, known.packages),
    usage: [],
  };
}

/** Airalo has taken it back: nobody can use it any more. */
const gone = (iccid: string, at: string | null): ProviderEsim => ({
  iccid,
  state: 'DELETED',
  state_changed_at: at ?? new Date().toISOString(),
  packages: [],
  usage: [],
});

const STATUSES = ['NOT_ACTIVE', 'ACTIVE', 'FINISHED', 'EXPIRED', 'RECYCLED'] as const;
type Status = (typeof STATUSES)[number] | 'UNKNOWN';
const OURS: Record<Status, ProviderPackageUsage['status']> = {
  NOT_ACTIVE: 'ACTIVE',
  ACTIVE: 'ACTIVE',
  FINISHED: 'DEPLETED',
  EXPIRED: 'EXPIRED',
  RECYCLED: 'EXPIRED',
  UNKNOWN: 'unknown',
};

export function toEntry(value: unknown): Entry {
  const from = object(value, 'package');
  const sold = object(from['package'], 'package');
  const status: Status = oneOf(from['status'], STATUSES, 'UNKNOWN');
  const total = sizeOf(sold);
  const activated = orNull(instant)(from, 'activated_at');
  return {
    id: numericId(from, 'id'),
    soldAs: id(sold, 'id'),
    isOnDevice: activated !== null || status === 'ACTIVE' || status === 'FINISHED',
    usage: {
      used_bytes: usedOf(total, status, orNull(megabytes)(from, 'remaining')),
      total_bytes: total,
      activated_at: activated,
      expires_at: orNull(instant)(from, 'expired_at'),
      status: OURS[status],
    },
  };
}

/** Of an unlimited one it is not told. */
function usedOf(total: number | null, status: Status, remaining: number | null): number {
  if (total === null) return 0;
  if (status === 'FINISHED') return total;
  return Math.max(total - (remaining ?? total), 0);
}

const byId = (a: Entry, b: Entry): number => Number(BigInt(a.id) - BigInt(b.id));

/**
 * An order does not say which entry of the history it became, nor an entry which order it was. Both
 * are known by the article and by their turn; what was bought by others keeps a name of its own.
 */
export function namePackages(
  entries: readonly Entry[],
  known: readonly KnownPackage[],
): ProviderPackageUsage[] {
  const left = [...known];
  const names = new Map<Entry, string>();
  const take = (entry: Entry, fits: (one: KnownPackage) => boolean): void => {
    const at = names.has(entry) ? -1 : left.findIndex(fits);
    if (at >= 0) names.set(entry, left.splice(at, 1)[0]!.package_id);
  };
  for (const entry of entries)
    take(entry, ({ template_id: own }) => [own, usualTopupId(own)].includes(entry.soldAs));
  // Then those whose top-ups are called otherwise.
  for (const entry of entries) take(entry, () => true);
  return entries.map((entry) => ({
    package_id: names.get(entry) ?? `history-${entry.id}`,
    ...entry.usage,
  }));
}
