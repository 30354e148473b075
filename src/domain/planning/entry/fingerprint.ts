import { createHash } from 'node:crypto';
import { formerIdsOf } from '../../catalog/former-ids.ts';
import { kindOf, type EntryInput } from './entry.ts';
import type { Place } from './read-place.ts';

/** The fingerprint of an entry, and those that it may be stored under beside it. */
export type Fingerprints = { fingerprint: string; formerly: string[] };

/**
 * "Already there" of section 4.5 of docs/contract.md, without the user and the ordinal, which are
 * columns of their own. Whom only an e-mail names is part of it. `packageId`: of the bundle that the
 * entry names, by its id of today; a booking may have been stored while it had a former one.
 */
export function fingerprintsOf(
  entry: EntryInput,
  place: Place,
  bytes: number | null,
  packageId: string | null,
): Fingerprints {
  const under = (id: string | null): string => fingerprintOf(entry, place, bytes, id);
  return {
    fingerprint: under(packageId),
    formerly: packageId === null ? [] : formerIdsOf(packageId).map(under),
  };
}

function fingerprintOf(
  entry: EntryInput,
  place: Place,
  bytes: number | null,
  packageId: string | null,
): string {
  const parts = [
    packageId,
    placeKey(place),
    bytes,
    entry.package_type ?? 'data-limited',
    entry.package_duration ?? null,
    entry.traffic_policy ?? null,
    entry.esim_type ?? 'universal',
    ...(entry.external_user_id === undefined
      ? [kindOf(entry), entry.email?.toLowerCase() ?? null]
      : []),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

const placeKey = (place: Place): string[] =>
  place.kind === 'none'
    ? []
    : place.kind === 'one'
      ? [place.destination.iso3]
      : [...place.iso3s].sort();
