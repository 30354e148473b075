/**
 * What is said of a text that names no destination: candidates of an ambiguous name, the country of
 * a city or island.
 */
import { countryByCode, displayName } from './countries.ts';
import places from '../data/other-places.json' with { type: 'json' };
import { keysOf, lookupKeys, nameKey } from './name-keys.ts';

/** Names that could be several countries, by key: none of these is anybody's name. */
export const AMBIGUOUS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(places.ambiguous).map(([name, iso2s]) => [nameKey(name), iso2s.split(' ')]),
);

/**
 * Cities, islands and parts of countries: `GB LHR` is a country and an airport or metropolitan area
 * there.
 */
const LIES_IN: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(places.places).flatMap(([name, place]) =>
    keysOf(name).map((key) => [key, place.split(' ')] as const),
  ),
);

const withCode = (iso2: string): string =>
  `${displayName(iso2, 'en')} (${countryByCode(iso2)!.iso3})`;

/**
 * The refusal of a text that is no destination: what was expected, what came, and what may be
 * meant.
 */
export function unknownPlace(
  text: string,
  expected = 'a country (ISO code or English name) or a region',
): string {
  const got = `expected ${expected}, got "${text.slice(0, 60)}"`;
  const hint = hintFor(text);
  return hint === null ? got : `${got}: ${hint}`;
}

function hintFor(text: string): string | null {
  for (const key of lookupKeys(text)) {
    const candidates = AMBIGUOUS.get(key);
    if (candidates !== undefined) return `it may be ${candidates.map(withCode).join(' or ')}`;
    const place = LIES_IN.get(key);
    if (place === undefined) continue;
    const [iso2, iata] = place as [string, string?];
    const also = iata === undefined ? '' : `, or iata_code "${iata}"`;
    return `it lies in ${withCode(iso2)}; send "${iso2}"${also}`;
  }
  return null;
}
