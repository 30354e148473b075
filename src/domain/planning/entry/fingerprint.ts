import { createHash } from 'node:crypto';
import { kindOf, type EntryInput } from './entry.ts';
import type { Place } from './read-place.ts';

/**
 * "Already there" of section 4.5 of docs/contract.md, without the user and the ordinal, which are
 * columns of their own. Whom only an e-mail names is part of it.
 */
export function fingerprintOf(entry: EntryInput, place: Place, bytes: number | null): string {
  const parts = [
    entry.package_id ?? null,
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
