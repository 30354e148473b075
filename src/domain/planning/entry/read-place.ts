import { countryOfIata } from '../../catalog/places/airports.ts';
import { unknownPlace } from '../../catalog/places/other-places.ts';
import type { Destination } from '../../catalog/types.ts';
import type { Market } from '../market.ts';
import type { EntryInput, EntryProblem } from './entry.ts';

export const MAX_COUNTRIES = 60;

/** What the entry's destination stands for. */
export type Place =
  | { kind: 'none' }
  | { kind: 'one'; destination: Destination }
  /** `isWhole` false: not all that was named could be read */
  | { kind: 'several'; iso3s: string[]; isWhole: boolean };

/** Null where one place was named and is none. */
export function readPlace(
  market: Market,
  entry: EntryInput,
  problems: EntryProblem[],
): Place | null {
  const { catalog } = market;
  if (entry.destination === undefined) {
    if (entry.iata_code === undefined) return { kind: 'none' };
    const iso2 = countryOfIata(entry.iata_code);
    const destination = iso2 === null ? null : catalog.byId(iso2);
    if (destination === null)
      problems.push({
        field: 'iata_code',
        issue: `expected the IATA code of an airport or city, got "${entry.iata_code}"`,
      });
    return destination === null ? null : { kind: 'one', destination };
  }
  if (typeof entry.destination === 'string') {
    const destination = catalog.resolve(entry.destination);
    if (destination === null)
      problems.push({ field: 'destination', issue: unknownPlace(entry.destination) });
    return destination === null ? null : { kind: 'one', destination };
  }
  const iso3s = new Set<string>();
  const before = problems.length;
  entry.destination.forEach((text, i) => {
    const destination = catalog.resolve(text);
    if (destination === null)
      problems.push({ field: `destination.${i}`, issue: unknownPlace(text) });
    else for (const iso3 of destination.iso3s) iso3s.add(iso3);
  });
  if (iso3s.size > MAX_COUNTRIES)
    problems.push({
      field: 'destination',
      issue: `expected at most ${MAX_COUNTRIES} countries, got ${iso3s.size}`,
    });
  return { kind: 'several', iso3s: [...iso3s], isWhole: problems.length === before };
}
