import { displayName, iso2Of } from './countries.ts';
import { regionName } from './regions.ts';
import type { Destination } from '../types.ts';

/** English name of a country by alpha-3, the code itself where there is none. */
export const countryName = (iso3: string): string => {
  const iso2 = iso2Of(iso3);
  return iso2 === null ? iso3 : displayName(iso2, 'en');
};

/**
 * A destination's name in a supported locale; a region of the operator's own has its English name
 * everywhere.
 */
export const destinationName = (destination: Destination, locale: string): string =>
  destination.type === 'country'
    ? displayName(destination.iso2 ?? destination.id, locale)
    : (regionName(destination.id, locale) ?? destination.name);
