import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { upperCode } from './countries.ts';
import aliases from '../data/country-aliases.json' with { type: 'json' };
import { keysOf, lookupKeys } from './name-keys.ts';
import { AMBIGUOUS } from './other-places.ts';
import type { Destination } from '../types.ts';

/**
 * Further English names of a country by alpha-2, former ones included: Turkey, Swaziland, Burma.
 */
const namesOf = new Map<string, string[]>(
  Object.entries(english.countries).map(([iso2, names]) => [
    iso2,
    typeof names === 'string' ? [names] : [...names],
  ]),
);
for (const [iso2, names] of Object.entries(aliases))
  namesOf.set(iso2, [...(namesOf.get(iso2) ?? []), ...names]);

/**
 * ISO's short name of the Republic of the Congo as published; without the article `Congo` may be
 * either.
 */
const PUBLISHED = new Map([['congo (the)', 'CG']]);

/**
 * "Åland", "Faroe", "Cayman": the word may be left out, except where the rest is another word or
 * place.
 */
const ISLANDS = /islands?$/;
const NEEDS_ISLANDS = new Set(['christmas', 'cook', 'norfolk', 'heard', 'pitcairn', 'usoutlying']);
const withoutIslands = (key: string): string[] => {
  const rest = key.replace(ISLANDS, '');
  return rest === key || rest === '' || NEEDS_ISLANDS.has(rest) ? [] : [rest];
};

/** Every key of these names; an ambiguous one is nobody's. */
const filedUnder = (names: readonly string[]): string[] => {
  const keys = names.flatMap(keysOf);
  return [...keys, ...keys.flatMap(withoutIslands)].filter((key) => !AMBIGUOUS.has(key));
};

/** Every key by which a country may be named beside its codes and its destination's own name. */
export const countryAliases = (iso2: string): string[] => filedUnder(namesOf.get(iso2) ?? []);

export type Resolver = {
  /** alpha-2, alpha-3, English name, region id or region name, any case */
  resolve(input: string): Destination | null;
  /** alpha-2 or region id, any case */
  byId(id: string): Destination | null;
  /** alpha-3, or a region's id, any case */
  byIso3(iso3: string): Destination | null;
};

/** With the invisible characters and spaces that a copy may bring; no name is that long. */
const MAX_TEXT = 400;
const written = (input: string): string => input.replace(/\p{Cf}/gu, '').trim();

/**
 * Finds destinations by what a partner may call them. Built once per catalog; every look-up is one
 * of a Map. Countries the list lacks are null, countries not on sale are found with `is_active:
 * false`.
 */
export function buildResolver(destinations: readonly Destination[]): Resolver {
  const ids = new Map<string, Destination>();
  const iso3s = new Map<string, Destination>();
  const names = new Map<string, Destination>();
  const add = (keys: readonly string[], destination: Destination): void => {
    for (const key of keys) if (!names.has(key)) names.set(key, destination);
  };
  for (const destination of destinations) {
    ids.set(destination.id.toUpperCase(), destination);
    iso3s.set(destination.iso3.toUpperCase(), destination);
  }
  // Kosovo's two codes in circulation.
  const kosovo = ids.get('XK');
  if (kosovo) iso3s.set('XKK', kosovo).set('XKX', kosovo);
  // Own names before aliases, so that an alias never takes another destination's name.
  for (const destination of destinations) add(filedUnder([destination.name]), destination);
  for (const destination of destinations) {
    if (destination.iso2) add(countryAliases(destination.iso2), destination);
  }

  const byId = (id: string) => ids.get(upperCode(id)) ?? null;
  const byIso3 = (iso3: string) => iso3s.get(upperCode(iso3)) ?? null;
  const byName = (name: string): Destination | null => {
    const published = PUBLISHED.get(name.toLowerCase());
    if (published !== undefined) return byId(published);
    for (const key of lookupKeys(name)) {
      if (AMBIGUOUS.has(key)) return null;
      const found = names.get(key);
      if (found !== undefined) return found;
    }
    return null;
  };
  const resolve = (input: string): Destination | null => {
    const text = input.length <= MAX_TEXT ? written(input) : '';
    return byId(text) ?? byIso3(text) ?? byName(text);
  };
  return { byId, byIso3, resolve };
}
