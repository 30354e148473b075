import { upperCode } from './countries.ts';
import airports from './data/airports.json' with { type: 'json' };

let countryOf: Map<string, string> | undefined;

/** 10 000 entries cost a few milliseconds: spent on the first look-up, not at every start. */
function load(): Map<string, string> {
  const map = new Map<string, string>();
  for (const [iso2, codes] of Object.entries(airports.countries)) {
    for (const iata of codes.split(' ')) map.set(iata, iso2);
  }
  return map;
}

/** ISO alpha-2 of the country an airport lies in; null for an unknown IATA code. Data: airport-data-js, CC BY 4.0. */
export function countryOfAirport(iata: string): string | null {
  countryOf ??= load();
  return countryOf.get(upperCode(iata)) ?? null;
}
