/** A grant as the callables show it. */
import { queueUuid } from '../../ids.ts';
import { formatSize } from '../catalog/size.ts';
import type { Catalog } from '../catalog/store.ts';
import { placeName } from '../promo-codes/promo-code-view.ts';
import type { ChosenPackage } from '../planning/frozen.ts';

export type GrantRow = ChosenPackage & {
  id: string;
  booking_id: string;
  bundle_id: string | null;
  expires_at: Date | null;
  redeemed_at: Date | null;
  created_at: Date;
  is_open: boolean;
};
export const GRANT_COLUMNS = `id, booking_id, destination_id, iso3, covers, package_type, bytes, duration_days, bundle_id, expires_at, redeemed_at, created_at, wanted is not null as is_open`;

export type GrantView = ReturnType<typeof viewGrant>;

export const viewGrant = (catalog: Catalog, row: GrantRow, locale: string) => ({
  id: queueUuid(row.id),
  booking_id: row.booking_id,
  package_specification: {
    esim_type: 'classic' as const,
    size: row.bytes === null ? null : formatSize(row.bytes),
    iso3: row.iso3,
    destination: placeName(catalog, row, locale),
    package_type: row.package_type,
    package_duration: row.duration_days,
    package_id: row.bundle_id,
    ...(row.covers === null ? {} : { covers: row.covers }),
  },
  /** whether the traveler may choose the destination, again too until it is claimed */
  destination_open: row.is_open,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at?.toISOString() ?? null,
  redeemed_at: row.redeemed_at?.toISOString() ?? null,
});
