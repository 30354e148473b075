/** Writes docs/destinations.md: `node scripts/destinations-doc.ts`. */
import { writeFileSync } from 'node:fs';
import { shippedDestinations } from '../src/domain/catalog/destinations.ts';

/** The committed file's text. */
export function destinationsDoc(): string {
  const destinations = shippedDestinations();
  const countries = destinations.filter((destination) => destination.type === 'country');
  const regions = destinations.filter((destination) => destination.type === 'region');
  const onSale = countries.filter((country) => country.is_active).length;
  return `${[
    '# Destinations',
    '',
    '<!-- Generated: node scripts/destinations-doc.ts -->',
    '',
    'What the shipped catalog knows. A booking may name a country by id (ISO 3166 alpha-2), alpha-3 or English name, a region by id or English name;',
    'case, diacritics, punctuation, articles, `&` or `and`, `St.` or `Saint` make no difference; what stands in brackets or behind a comma may stand in front',
    '(`Iran (Islamic Republic of)`, `Virgin Islands, U.S.`), and former names (Turkey, Czech Republic, Swaziland) still count. A name that may be several countries',
    '(`Korea`, `Congo`) is refused with the candidates, a city or part of a country (`Dubai`, `Hawaii`) with its country and airport.',
    '`iata_code` takes airports and metropolitan areas (`LON`, `NYC`, `TYO`); codes retired in the last ten years (`TXL`) are still known.',
    'A catalog of your own ([catalog-csv.md](catalog-csv.md)) decides anew what is on sale and can add regions.',
    'IATA codes of airports come from [airport-data-js](https://github.com/aashishvanand/airport-data-js) by Aashish Vivekanand,',
    '[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/), reduced to codes by country.',
    '',
    `## Regions (${regions.length})`,
    '',
    '| id | name | tier | countries |',
    '|---|---|---|---|',
    ...regions.map(
      ({ id, name, tier, iso3s }) =>
        `| \`${id}\` | ${name} | ${tier} | ${iso3s.length}: ${iso3s.join(' ')} |`,
    ),
    '',
    `## Countries (${countries.length}, ${onSale} on sale)`,
    '',
    '| id | iso3 | name | tier | on sale |',
    '|---|---|---|---|---|',
    ...countries.map(
      ({ id, iso3, name, tier, is_active }) =>
        `| \`${id}\` | \`${iso3}\` | ${name} | ${tier} | ${is_active ? 'yes' : 'no'} |`,
    ),
  ].join('\n')}\n`;
}

if (import.meta.main)
  writeFileSync(new URL('../docs/destinations.md', import.meta.url), destinationsDoc());
