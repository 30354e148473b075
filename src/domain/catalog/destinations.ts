import { COUNTRIES } from './places/countries.ts';
import { ON_SALE, tierOf } from './places/country-facts.ts';
import { REGIONS } from './places/regions.ts';
import type { Bundle, Destination } from './types.ts';

/** A catalog as it is seeded, imported and exported. */
export type CatalogData = { destinations: Destination[]; bundles: Bundle[] };

/** A region's tier: the rounded mean of its countries'. */
function meanTier(iso3s: readonly string[]): number {
  return Math.round(iso3s.reduce((sum, iso3) => sum + tierOf(iso3), 0) / iso3s.length);
}

/** A region as a destination, on sale. */
export function regionDestination(id: string, name: string, iso3s: readonly string[]): Destination {
  return {
    id,
    type: 'region',
    name,
    iso2: null,
    iso3: id,
    iso3s: [...iso3s],
    tier: meanTier(iso3s),
    is_active: true,
  };
}

/** Every ISO country and every shipped region, in the shipped order; new objects at each call. */
export function shippedDestinations(): Destination[] {
  const onSale = new Set(ON_SALE);
  const countries = COUNTRIES.map(({ iso2, iso3, name }): Destination => ({
    id: iso2,
    type: 'country',
    name,
    iso2,
    iso3,
    iso3s: [iso3],
    tier: tierOf(iso3),
    is_active: onSale.has(iso3),
  }));
  return [
    ...countries,
    ...REGIONS.map(({ id, name, members }) => regionDestination(id, name, members)),
  ];
}
