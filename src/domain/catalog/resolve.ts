import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { upperCode } from './countries.ts';
import aliases from './data/country-aliases.json' with { type: 'json' };
import type { Destination } from './types.ts';

/** No name is longer; megabytes of input are not worth normalising. */
const MAX_NAME = 200;

/** What two spellings of one name have in common: case, diacritics, `&` or and, `St.` or Saint, shape of the apostrophe. */
export function nameKey(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[’‘`]/g, "'")
    .replace(/&/g, ' and ')
    .replace(/\bst\.? /g, 'saint ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Further English names of a country by alpha-2, former ones included: Turkey, Swaziland, Burma. */
const namesOf = new Map<string, string[]>(
  Object.entries(english.countries).map(([iso2, names]) => [
    iso2,
    typeof names === 'string' ? [names] : [...names],
  ]),
);
// The package calls both Congos `Congo`; ISO's short name makes it the Republic's, which the own list says.
namesOf.set('CD', []);
for (const [iso2, names] of Object.entries(aliases))
  namesOf.set(iso2, [...(namesOf.get(iso2) ?? []), ...names]);

/** Every key by which a country may be named beside its codes and its destination's own name. */
export function countryAliases(iso2: string): string[] {
  return (namesOf.get(iso2) ?? []).map(nameKey);
}

export type Resolver = {
  /** alpha-2, alpha-3, English name, region id or region name, any case */
  resolve(input: string): Destination | null;
  /** alpha-2 or region id, any case */
  byId(id: string): Destination | null;
  /** alpha-3, or a region's id, any case */
  byIso3(iso3: string): Destination | null;
};

/**
 * Finds destinations by what a partner may call them. Built once per catalog; every look-up is one of a Map.
 * Countries the list lacks are null, countries not on sale are found with `is_active: false`.
 */
export function buildResolver(destinations: readonly Destination[]): Resolver {
  const ids = new Map<string, Destination>();
  const iso3s = new Map<string, Destination>();
  const names = new Map<string, Destination>();
  const add = (key: string, destination: Destination) => {
    if (!names.has(key)) names.set(key, destination);
  };
  for (const destination of destinations) {
    ids.set(destination.id.toUpperCase(), destination);
    iso3s.set(destination.iso3.toUpperCase(), destination);
  }
  // Kosovo's two codes in circulation.
  const kosovo = ids.get('XK');
  if (kosovo) iso3s.set('XKK', kosovo).set('XKX', kosovo);
  // Own names before aliases, so that an alias never takes another destination's name.
  for (const destination of destinations) add(nameKey(destination.name), destination);
  for (const destination of destinations) {
    if (destination.iso2) for (const key of countryAliases(destination.iso2)) add(key, destination);
  }

  const byId = (id: string) => ids.get(upperCode(id)) ?? null;
  const byIso3 = (iso3: string) => iso3s.get(upperCode(iso3)) ?? null;
  const byName = (name: string) =>
    name.length <= MAX_NAME ? (names.get(nameKey(name)) ?? null) : null;
  return { byId, byIso3, resolve: (input) => byId(input) ?? byIso3(input) ?? byName(input) };
}
