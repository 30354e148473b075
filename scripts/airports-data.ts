/**
 * Writes src/domain/catalog/data/airports.json from the airport-data-js package: `node
 * scripts/airports-data.ts`. The package itself unpacks 19 000 records asynchronously (0.15 s) for
 * what is one string per country here.
 */
import { writeFileSync } from 'node:fs';
import airportData from 'airport-data-js';
import { COUNTRIES } from '../src/domain/catalog/places/countries.ts';

/** The committed file's text. */
export async function airportsData(): Promise<string> {
  const byCountry = new Map<string, string[]>(COUNTRIES.map((country) => [country.iso2, []]));
  for (const airport of await airportData.findAirports({})) {
    if (/^[A-Z0-9]{3}$/.test(airport.iata)) byCountry.get(airport.country_code)?.push(airport.iata);
  }
  const countries = [...byCountry]
    .filter(([, codes]) => codes.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([iso2, codes]) => [iso2, codes.sort().join(' ')]);
  return `${JSON.stringify(
    {
      source:
        'airport-data-js by Aashish Vivekanand, https://github.com/aashishvanand/airport-data-js',
      license: 'CC BY 4.0, https://creativecommons.org/licenses/by/4.0/',
      changes: 'reduced to IATA codes by country (ISO 3166-1 alpha-2) by scripts/airports-data.ts',
      countries: Object.fromEntries(countries),
    },
    null,
    2,
  )}\n`;
}

if (import.meta.main)
  writeFileSync(
    new URL('../src/domain/catalog/data/airports.json', import.meta.url),
    await airportsData(),
  );
