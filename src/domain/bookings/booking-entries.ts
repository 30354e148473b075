/** What a booking gave, entry by entry: for whom, which bundle it led to, and its frozen price. */
import type { Queryable } from '../../db/pool.ts';
import { queueUuid } from '../../ids.ts';
import { toMajor } from '../money.ts';
import type { Requested } from './booking-view.ts';

type Row = {
  id: string;
  traveler_id: string | null;
  external_user_id: string | null;
  esim_type: string;
  requested: Requested;
  is_open: boolean;
  bundle_id: string | null;
  iso3: string | null;
  covers: string[] | null;
  bytes: number | null;
  duration_days: number | null;
  b2b_price: number | null;
  b2c_price: number | null;
  currency: string | null;
  created_at: Date;
  claimed_at: Date | null;
  redeemed_at: Date | null;
  cancelled_at: Date | null;
};

export const CHOSEN_BY = ['named', 'cover', 'place', 'later'] as const;

const ENTRIES = `select q.id, q.traveler_id, t.external_user_id, q.esim_type, q.requested,
    q.wanted is not null and q.bundle_id is null as is_open, q.bundle_id, q.iso3, q.covers, q.bytes,
    q.duration_days, q.b2b_price, q.b2c_price, q.currency, q.created_at, c.claimed_at, q.redeemed_at,
    q.cancelled_at
  from package_queues q
  left join travelers t on t.partner_id = $1 and t.id = q.traveler_id
  left join promo_codes c on q.is_code and c.partner_id = $1 and c.queue_id = q.id
  where q.partner_id = $1 and q.booking_id = $2
  order by q.created_at, q.position, q.id`;

/** The booking named the bundle; several countries got the fewest; one place got one; not yet. */
const chosenBy = ({ requested, covers, is_open }: Row): (typeof CHOSEN_BY)[number] =>
  is_open
    ? 'later'
    : requested.package_id !== undefined
      ? 'named'
      : covers !== null
        ? 'cover'
        : 'place';

/** `withPrices`: else both are null. */
export async function bookingEntries(
  db: Queryable,
  partnerId: string,
  bookingId: string,
  withPrices: boolean,
) {
  const rows = await db.rows<Row>(ENTRIES, [partnerId, bookingId]);
  return rows.map((row) => {
    const price = (minor: number | null): number | null =>
      withPrices && minor !== null && row.currency !== null
        ? toMajor({ minor, currency: row.currency })
        : null;
    return {
      uuid: queueUuid(row.id),
      traveler_id: row.traveler_id,
      external_user_id: row.external_user_id,
      esim_type: row.esim_type,
      requested: row.requested,
      chosen_by: chosenBy(row),
      bundle_id: row.bundle_id,
      iso3: row.iso3,
      bytes: row.bytes,
      duration_days: row.duration_days,
      b2b_price: price(row.b2b_price),
      b2c_price: price(row.b2c_price),
      currency: withPrices ? row.currency : null,
      claimed_at: row.claimed_at?.toISOString() ?? null,
      redeemed_at: row.redeemed_at?.toISOString() ?? null,
      cancelled_at: row.cancelled_at?.toISOString() ?? null,
    };
  });
}
