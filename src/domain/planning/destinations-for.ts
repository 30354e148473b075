/**
 * Where a package that was booked without a destination may be for: what a traveler chooses from.
 */
import type { Context } from '../../context.ts';
import { destinationName } from '../catalog/places/names.ts';
import type { EsimType } from '../catalog/types.ts';
import type { Partner } from '../partners/partner.ts';
import { chooseLater, type Wanted } from './choose-later.ts';

/** `iso3` of a region: its id. */
export type Choice = { id: string; iso3: string; name: string };

/** Only places that have such a bundle, by name in the visitor's language. */
export function destinationsFor(
  ctx: Context,
  partner: Partner,
  wanted: Wanted,
  esimType: EsimType | null,
  locale: string,
): Choice[] {
  return ctx.catalog
    .current()
    .destinations.filter(
      ({ is_active, id }) => is_active && isOnSale(ctx, partner, wanted, id, esimType),
    )
    .map((destination) => ({
      id: destination.id,
      iso3: destination.iso3,
      name: destinationName(destination, locale),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}

function isOnSale(
  ctx: Context,
  partner: Partner,
  wanted: Wanted,
  id: string,
  esimType: EsimType | null,
): boolean {
  try {
    chooseLater(ctx, partner, wanted, id, { field: 'destination', esimType });
    return true;
  } catch {
    return false;
  }
}
