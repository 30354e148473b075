/**
 * What nothing on sale serves, of several countries; for an answer that names all that is wrong
 * with a list of them.
 */
import { countryName } from '../catalog/places/names.ts';
import { fits, sellable, type Criteria } from './route.ts';
import type { Market } from './market.ts';

/** Null: each of them is served by some bundle that meets the criteria. */
export function unsold(
  market: Market,
  iso3s: readonly string[],
  criteria: Criteria,
): string | null {
  const left = new Set(iso3s);
  for (const destination of market.catalog.destinations) {
    if (left.size === 0) return null;
    if (!destination.is_active) continue;
    for (const bundle of market.catalog.bundlesOf(destination.id))
      if (fits(bundle, criteria) && sellable(market, bundle, criteria))
        for (const iso3 of bundle.coverage) left.delete(iso3);
  }
  return left.size === 0
    ? null
    : `no such bundle covers ${[...left].map((iso3) => `${countryName(iso3)} (${iso3})`).join(', ')}`;
}
