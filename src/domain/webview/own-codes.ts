/** Promo codes that wait for a traveler: claimed for an address of theirs, or meant for one. */
import type { Queryable } from '../../db/pool.ts';
import { bookingOf, type Visitor } from './visitor.ts';

const SHOWN = 100;

type Row = {
  code: string;
  uuid: string | null;
  iso3: string | null;
  covers: string[] | null;
  bytes: number | null;
  duration_days: number | null;
  package_type: string;
  valid_until: Date;
};

/** What ends first comes first. */
export async function readCodes(db: Queryable, partnerId: string, visitor: Visitor, now: Date) {
  const rows = await db.rows<Row>(
    `select c.code, c.uuid, q.iso3, q.covers, q.bytes, q.duration_days, q.package_type,
       c.valid_until
     from traveler_emails e
     join promo_codes c on c.partner_id = $1 and coalesce(c.claimed_email, c.recipient) = e.email
     join package_queues q on q.partner_id = $1 and q.id = c.queue_id
     where e.partner_id = $1
       and e.traveler_id = $2
       and c.valid_until > $3
       and q.redeemed_at is null
       and q.cancelled_at is null
       and ($4::text is null or q.booking_id = $4)
     order by c.valid_until, c.queue_id
     limit ${SHOWN}`,
    [partnerId, visitor.travelerId, now, bookingOf(visitor)],
  );
  return rows.map((row) => ({
    code: row.code,
    uuid: row.uuid,
    iso3: row.iso3,
    ...(row.covers === null ? {} : { covers: row.covers }),
    bytes: row.bytes,
    duration_days: row.duration_days,
    package_type: row.package_type,
    expires_at: row.valid_until.toISOString(),
  }));
}
