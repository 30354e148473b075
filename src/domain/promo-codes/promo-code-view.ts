/** A promo code as the wire shows it (section 6.1 of docs/contract.md). */
import type { Context } from '../../context.ts';
import { destinationName } from '../catalog/places/names.ts';
import { formatSize } from '../catalog/size.ts';
import type { Catalog } from '../catalog/store.ts';
import type { Partner } from '../partners/partner.ts';
import { claimUrl, deepLinkUrl } from '../partners/branding/links.ts';
import type { ChosenPackage } from '../planning/frozen.ts';

export type CodeRow = ChosenPackage & {
  code: string;
  uuid: string | null;
  valid_until: Date;
  claimed_at: Date | null;
  redeemed_at: Date | null;
  bundle_id: string | null;
  requested: { package_id?: string };
  traffic_policy: string | null;
};

/** Of package_queues q and promo_codes c. */
export const CODE_COLUMNS = `c.code, c.uuid, c.valid_until, c.claimed_at, q.redeemed_at, q.bundle_id, q.requested, q.destination_id, q.iso3, q.covers, q.package_type, q.bytes, q.duration_days, q.traffic_policy`;

/** The display name of what a queue or code is for; null while no destination is set. */
export function placeName(
  catalog: Catalog,
  q: Pick<CodeRow, 'destination_id' | 'iso3'>,
  locale: string,
): string | null {
  if (q.iso3 === null) return null;
  const destination = catalog.byId(q.destination_id ?? '') ?? catalog.byIso3(q.iso3);
  return destination === null ? q.iso3 : destinationName(destination, locale);
}

export type PromoCodeView = ReturnType<typeof viewPromoCode>;

export const viewPromoCode = (
  ctx: Pick<Context, 'baseUrl' | 'config' | 'catalog'>,
  partner: Partner,
  row: CodeRow,
  locale: string,
) => ({
  promo_code: row.code,
  uuid: row.uuid,
  claim_url: row.uuid === null ? null : claimUrl(ctx, partner, row.uuid),
  deep_link_url: deepLinkUrl(ctx, partner, row.code),
  package_id: row.requested.package_id ?? row.bundle_id,
  package_size: row.bytes === null ? null : formatSize(row.bytes),
  destination: placeName(ctx.catalog.current(), row, locale),
  iso3: row.iso3,
  ...(row.covers === null ? {} : { covers: row.covers }),
  package_type: row.package_type,
  package_duration: row.duration_days,
  traffic_policy: row.traffic_policy,
  valid_until: row.valid_until.toISOString(),
  claimed_at: row.claimed_at?.toISOString() ?? null,
  redeemed_at: row.redeemed_at?.toISOString() ?? null,
});
