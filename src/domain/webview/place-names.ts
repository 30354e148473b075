/** What the places of an answer are called: once each, however often they come in it. */
import { countryByCode, displayName } from '../catalog/places/countries.ts';
import { destinationName } from '../catalog/places/names.ts';
import type { Catalog } from '../catalog/store.ts';

export type PlaceName = { name: string; iso2: string | null };
type Mentions = { iso3: string | null; covers?: readonly string[] | null };

/** By iso3, in a shipped locale; `iso2` null: a region. */
export function namesOf(
  catalog: Pick<Catalog, 'byIso3'>,
  locale: string,
  mentions: readonly Mentions[],
): Record<string, PlaceName> {
  const all = mentions.flatMap(({ iso3, covers }) => [iso3 ?? [], covers ?? []].flat());
  return Object.fromEntries([...new Set(all)].map((iso3) => [iso3, nameOf(catalog, iso3, locale)]));
}

function nameOf(catalog: Pick<Catalog, 'byIso3'>, iso3: string, locale: string): PlaceName {
  const iso2 = countryByCode(iso3)?.iso2 ?? null;
  const destination = catalog.byIso3(iso3);
  const name =
    destination !== null
      ? destinationName(destination, locale)
      : iso2 === null
        ? iso3
        : displayName(iso2, locale);
  return { name, iso2: destination?.type === 'region' ? null : iso2 };
}
