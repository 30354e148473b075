/** A booking as the wire shows it: the union of all documented answers. */
import type { Context } from '../../context.ts';
import { resolveLocale } from '../catalog/locales.ts';
import { formatSize } from '../catalog/size.ts';
import { queueUuid } from '../../ids.ts';
import type { Partner } from '../partners/partner.ts';
import { placeName, viewPromoCode } from '../promo-codes/promo-code-view.ts';
import type { EntryInput } from '../planning/entry/entry.ts';
import type { ChosenPackage } from '../planning/frozen.ts';

export const BOOKING_KINDS = ['booking', 'topup', 'purchase'] as const;
export type BookingKind = (typeof BOOKING_KINDS)[number];

export type BookingRow = {
  id: string;
  booking_id: string | null;
  cancelled_at: Date | null;
  departure_date: string;
  is_departure_defaulted: boolean;
  kind: BookingKind;
  return_date: string | null;
  ends_at: Date;
  email: string | null;
  locale: string | null;
  custom_branding: string | null;
  communication_options: { should_send_message: boolean; channels: string[] };
  data: Record<string, unknown> | null;
  created_at: Date;
  updated_at: Date;
};

export type Requested = {
  /** where the bundle it led to has another id */
  package_id?: string;
  destination?: string | string[];
  iata_code?: string;
  external_user_id?: string;
  email?: string;
  /** where the strategy chose the bundle, or will: what the entry said of it */
  by_strategy?: Pick<EntryInput, 'package_type' | 'package_duration' | 'traffic_policy'>;
};

export type QueueRow = ChosenPackage & {
  id: string;
  esim_type: 'universal' | 'classic';
  requested: Requested;
  bundle_id: string | null;
  traffic_policy: string | null;
  expires_at: Date | null;
  redeemed_at: Date | null;
  /** null for what is no promo code, as the other two are */
  code: string | null;
  uuid: string | null;
  valid_until: Date | null;
  claimed_at: Date | null;
};

export const BOOKING_COLUMNS = `id, booking_id, cancelled_at, departure_date, is_departure_defaulted, kind, return_date, ends_at, email, locale, custom_branding,
  communication_options, data, created_at, updated_at`;
/**
 * Queues and codes of bookings: $1 = partner, $2 = bookings. In order of creation: requests by
 * their instant, entries of one request by the order they came in.
 */
export const SELECT_QUEUES = `select q.booking_id as parent, q.id, q.esim_type, q.requested, q.bundle_id, q.destination_id,
    q.iso3, q.covers, q.package_type, q.bytes, q.duration_days, q.traffic_policy, q.expires_at,
    q.redeemed_at, c.code, c.uuid, c.valid_until, c.claimed_at
  from package_queues q
  left join promo_codes c on q.is_code and c.partner_id = q.partner_id and c.queue_id = q.id
  where q.partner_id = $1 and q.booking_id = any($2)
  order by q.created_at, q.position, q.id`;

/**
 * A gift has no trip that could be over: it is as long as one of its grants can still be claimed.
 * `isOverBy` says the same of rows of `bookings` to the database; `now` is a bound parameter. Asked
 * by `exists`, PostgreSQL would read all entitlements there are into a table first.
 */
const isOver = (row: BookingRow, queues: readonly QueueRow[], now: Date): boolean =>
  row.is_departure_defaulted && row.kind === 'booking'
    ? !queues.some((q) => q.redeemed_at === null && (q.expires_at === null || q.expires_at > now))
    : row.ends_at <= now;
export const isOverBy = (now: string): string =>
  `(case when ${IS_GIFT} then (select 1
     from package_queues q
     where q.partner_id = bookings.partner_id
       and q.booking_id = bookings.id
       and q.redeemed_at is null
       and (q.expires_at is null or q.expires_at > ${now})
     limit 1) is null else ends_at <= ${now} end)`;
export const IS_GIFT = `(is_departure_defaulted and kind = 'booking')`;
export type BookingView = ReturnType<typeof viewBooking>;

export function viewBooking(
  ctx: Pick<Context, 'baseUrl' | 'config' | 'catalog'>,
  partner: Partner,
  row: BookingRow,
  queues: QueueRow[],
  now: Date,
) {
  const catalog = ctx.catalog.current();
  const { locale } = resolveLocale(row.locale, partner.settings.locale);
  const nameOf: NameOf = (q) => placeName(catalog, q, locale);
  return {
    id: row.id,
    booking_id: row.booking_id,
    status:
      row.cancelled_at !== null
        ? 'CANCELLED'
        : isOver(row, queues, now)
          ? 'COMPLETED'
          : 'CONFIRMED',
    departure_date: row.departure_date,
    return_date: row.return_date,
    email: row.email,
    locale: row.locale,
    custom_branding: row.custom_branding,
    communication_options: row.communication_options,
    data: row.data,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    package_specifications: queues.map((q) => viewSpecification(q, nameOf)),
    package_queues: queues.filter((q) => q.code === null).map((q) => viewQueue(q, nameOf)),
    promo_codes: queues.flatMap((q) =>
      q.code === null
        ? []
        : [
            viewPromoCode(
              ctx,
              partner,
              { ...q, code: q.code, valid_until: q.valid_until! },
              locale,
            ),
          ],
    ),
  };
}

type NameOf = (q: QueueRow) => string | null;

const viewSpecification = (q: QueueRow, nameOf: NameOf) => ({
  ...(q.requested.external_user_id === undefined
    ? {}
    : { external_user_id: q.requested.external_user_id }),
  ...(q.requested.email === undefined ? {} : { email: q.requested.email }),
  package_id: q.requested.package_id ?? q.bundle_id,
  // Echoed as sent; an entry that named an airport or a bundle gets the name of what it led to.
  destination: q.requested.destination ?? nameOf(q),
  ...(q.requested.iata_code === undefined ? {} : { iata_code: q.requested.iata_code }),
  iso3: q.iso3,
  ...(q.covers === null ? {} : { covers: q.covers }),
  size: q.bytes === null ? null : formatSize(q.bytes),
  package_type: q.package_type,
  package_duration: q.duration_days,
  traffic_policy: q.traffic_policy,
  esim_type: q.esim_type,
  status: 'provisioned',
});

const viewQueue = (q: QueueRow, nameOf: NameOf) => ({
  id: q.id,
  uuid: queueUuid(q.id),
  destination: nameOf(q),
  iso3: q.iso3,
  ...(q.covers === null ? {} : { covers: q.covers }),
  esim_type: q.esim_type,
  expires_at: q.expires_at?.toISOString() ?? null,
});
