/** Trips of a traveler that are not over. */
import type { Queryable } from '../../db/pool.ts';
import { bookingOf, type Visitor } from './visitor.ts';

/** Nobody has more ahead that they would want to read of at once. */
const SHOWN = 10;

type Row = {
  departure_date: string;
  return_date: string | null;
  iso3: (string | null)[];
  covers: (string[] | null)[];
};

/** Nearest departure first; those alone whose departure somebody chose. */
export async function readTrips(
  db: Queryable,
  partnerId: string,
  visitor: Visitor,
  now: Date,
): Promise<{ departure_date: string; return_date: string | null; iso3: string[] }[]> {
  const rows = await db.rows<Row>(
    `select b.departure_date, b.return_date,
       (select json_agg(q.iso3 order by q.created_at, q.position, q.id)
         from package_queues q
         where q.partner_id = $1 and q.traveler_id = $2 and q.booking_id = b.id
           and q.cancelled_at is null) as iso3,
       (select json_agg(q.covers order by q.created_at, q.position, q.id)
         from package_queues q
         where q.partner_id = $1 and q.traveler_id = $2 and q.booking_id = b.id
           and q.cancelled_at is null) as covers
     from bookings b
     where b.partner_id = $1
       and b.id in (select q.booking_id
         from package_queues q
         where q.partner_id = $1 and q.traveler_id = $2 and q.cancelled_at is null)
       and b.cancelled_at is null
       and not b.is_departure_defaulted
       and b.ends_at > $3
       and ($4::text is null or b.id = $4)
     order by b.departure_at, b.id
     limit ${SHOWN}`,
    [partnerId, visitor.travelerId, now, bookingOf(visitor)],
  );
  return rows.map((row) => ({
    departure_date: row.departure_date.slice(0, 10),
    return_date: row.return_date?.slice(0, 10) ?? null,
    iso3: [...new Set(row.iso3.flatMap((iso3, n) => row.covers[n] ?? iso3 ?? []))],
  }));
}
