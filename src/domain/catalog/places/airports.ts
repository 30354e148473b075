import { upperCode } from './countries.ts';
import airports from '../data/airports.json' with { type: 'json' };
import cityCodes from '../data/city-codes.json' with { type: 'json' };

let countryOf: Map<string, string> | undefined;

/**
 * 10 000 entries cost a few milliseconds: spent on the first look-up, not at every start. Our own
 * list comes last and stands: IATA's metropolitan areas, codes that were retired in the last ten
 * years and still stand on old bookings, and the airport of two countries (BSL is its Swiss side,
 * MLH its French one).
 */
function load(): Map<string, string> {
  const map = new Map<string, string>();
  for (const group of [airports.countries, ...Object.values(cityCodes)])
    for (const [iso2, codes] of Object.entries(group))
      for (const iata of codes.split(' ')) map.set(iata, iso2);
  return map;
}

/**
 * ISO alpha-2 of the country an airport or metropolitan area (`LON`) lies in; null for an unknown
 * IATA code. Airports: airport-data-js, CC BY 4.0.
 */
export function countryOfIata(iata: string): string | null {
  countryOf ??= load();
  return countryOf.get(upperCode(iata.trim())) ?? null;
}
