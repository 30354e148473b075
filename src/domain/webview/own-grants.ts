/** Classic grants that a traveler can claim, as the callable lists them. */
import type { Queryable } from '../../db/pool.ts';
import { queueUuid } from '../../ids.ts';
import { bookingOf, type Visitor } from './visitor.ts';

/** As everywhere where a traveler's things are listed whole. */
const SHOWN = 100;

type Row = {
  id: string;
  iso3: string | null;
  covers: string[] | null;
  bytes: number | null;
  duration_days: number | null;
  package_type: string;
  expires_at: Date | null;
  has_bundle: boolean;
  is_under_way: boolean;
};

/** Newest first. `pending`: a claim is under way, and goes on by itself. */
export async function readGrants(db: Queryable, partnerId: string, visitor: Visitor, now: Date) {
  const rows = await db.rows<Row>(
    `select q.id, q.iso3, q.covers, q.bytes, q.duration_days, q.package_type, q.expires_at,
       q.bundle_id is not null as has_bundle,
       exists (select 1
         from provider_orders o
         where o.queue_id = q.id and o.state <> 'rejected') as is_under_way
     from package_queues q
     where q.partner_id = $1
       and q.traveler_id = $2
       and q.esim_type = 'classic'
       and not q.is_code
       and q.redeemed_at is null
       and q.cancelled_at is null
       and (q.expires_at is null or q.expires_at > $3)
       and ($4::text is null or q.booking_id = $4)
     order by q.created_at desc, q.position, q.id
     limit ${SHOWN}`,
    [partnerId, visitor.travelerId, now, bookingOf(visitor)],
  );
  return rows.map((row) => ({
    id: queueUuid(row.id),
    iso3: row.iso3,
    ...(row.covers === null ? {} : { covers: row.covers }),
    bytes: row.bytes,
    duration_days: row.duration_days,
    package_type: row.package_type,
    expires_at: row.expires_at?.toISOString() ?? null,
    status: row.is_under_way
      ? ('pending' as const)
      : row.has_bundle
        ? ('open' as const)
        : ('destination_missing' as const),
  }));
}
