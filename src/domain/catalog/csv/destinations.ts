import { COUNTRIES, countryByCode, upperCode } from '../places/countries.ts';
import type { Line, Report } from './format.ts';
import { countryList, reader, regionTitle, tier as tierCell } from './row.ts';
import { regionDestination, shippedDestinations } from '../destinations.ts';
import { nameKey } from '../places/name-keys.ts';
import { countryAliases } from '../places/resolve.ts';
import type { Destination } from '../types.ts';

/** Longer than any ISO code, so that none assigned later can equal it. */
const REGION_ID = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$/;
const isRegionId = (id: string): boolean => REGION_ID.test(id) && id.length >= 4 && id.length <= 40;

/** Every key by which the shipped destinations are found. */
function takenNames(destinations: readonly Destination[]): Set<string> {
  const own = destinations.flatMap(({ id, iso3, name }) => [id, iso3, name].map(nameKey));
  return new Set([...own, ...COUNTRIES.flatMap(({ iso2 }) => countryAliases(iso2))]);
}

/** The id a destination cell stands for: a country's alpha-2, else the text in upper case. */
function idOf(text: string): string {
  return countryByCode(text)?.iso2 ?? upperCode(text);
}

/**
 * The destinations of a file: all shipped ones and the regions it defines, in the order of their
 * first lines. A region is defined where its name and countries first stand; other lines repeat
 * them or leave both empty. Tiers likewise.
 */
export function readDestinations(lines: readonly Line[], report: Report): Map<string, Destination> {
  const destinations = new Map(
    shippedDestinations().map((destination) => [destination.id, destination]),
  );
  const shipped = new Set(destinations.keys());
  const taken = takenNames([...destinations.values()]);
  const definedIn = new Map<string, number>();

  for (const line of lines) {
    const [name, countries] = [
      line.cells.get('destination_name') ?? '',
      line.cells.get('destination_countries') ?? '',
    ];
    if (name === '' && countries === '') continue;
    const text = line.cells.get('destination') ?? '';
    const id = idOf(text);
    if (shipped.has(id) || !isRegionId(id)) {
      const expected =
        'for a region of your own an id of 4 to 40 capitals, digits and hyphens that is no ISO code and no shipped region';
      report(line.row, 'destination', expected, text);
      continue;
    }
    const read = reader(line, report);
    const title = read(
      'destination_name',
      'the name of the region, 1 to 200 characters',
      regionTitle,
    );
    const members = read(
      'destination_countries',
      'ISO country codes with a space between them, none twice',
      countryList,
    );
    if (title === undefined || members === undefined) continue;
    const known = destinations.get(id);
    if (!known) {
      if (taken.has(nameKey(title)) || taken.has(nameKey(id)) || countryByCode(title)) {
        report(
          line.row,
          'destination_name',
          'an id and a name that no other destination has',
          title,
        );
      }
      taken.add(nameKey(title)).add(nameKey(id));
      destinations.set(id, regionDestination(id, title, members));
      definedIn.set(id, line.row);
    } else if (known.name !== title || known.iso3s.join(' ') !== members.join(' ')) {
      const field = known.name === title ? 'destination_countries' : 'destination_name';
      report(
        line.row,
        field,
        `the same as in line ${definedIn.get(id)}: ${known.name}, ${known.iso3s.join(' ')}`,
        `${title}, ${members.join(' ')}`,
      );
    }
  }
  readTiers(lines, destinations, report);
  return destinations;
}

function readTiers(
  lines: readonly Line[],
  destinations: Map<string, Destination>,
  report: Report,
): void {
  const given = new Map<string, { tier: number; row: number }>();
  for (const line of lines) {
    const id = idOf(line.cells.get('destination') ?? '');
    const value = reader(line, report)(
      'destination_tier',
      'a tier from 1 to 4, or nothing',
      tierCell,
    );
    const destination = destinations.get(id);
    if (value == null || !destination) continue;
    const before = given.get(id) ?? { tier: value, row: line.row };
    if (before.tier !== value)
      report(
        line.row,
        'destination_tier',
        `the same tier as in line ${before.row}: ${before.tier}`,
        String(value),
      );
    given.set(id, before);
    destination.tier = before.tier;
  }
}

/** Finds a destination by what its cell says: alpha-2, alpha-3 or region id, any case. */
export function destinationFinder(
  destinations: ReadonlyMap<string, Destination>,
): (text: string) => Destination | undefined {
  return (text) => destinations.get(idOf(text));
}
