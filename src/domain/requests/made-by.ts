/**
 * What came of a request of a partner's key: the rows that name it. Ids say when they were made, so
 * they are among the first ones after it, and need no index that each booking would pay for. A
 * booking stands for its event, whose row need not name the request.
 */
import type { Queryable } from '../../db/pool.ts';
import { firstIdAt, queueUuid, timeOfId } from '../../ids.ts';

/** `traveler_id`: of whoever redeemed it */
export type Made = {
  bookings: { id: string; booking_id: string | null }[];
  package_queues: { uuid: string; traveler_id: string }[];
  events: { event_id: string; event: string; entity_id: string }[];
  imports: string[];
};

/** What a request began may go on for so long after it was answered with 503. */
const LATE_MS = 10_000;
const MOST = 100;
/** Rows looked at: what a partner makes in a third of a second at a thousand bookings a second. */
const LOOKED_AT = 300;

const among = (table: string, columns: string): string => `(select ${columns}, caused_by
    from ${table}
    where partner_id = $1 and id >= $2 and id < $3
    order by id
    limit ${LOOKED_AT}) t`;
const BOOKINGS = `select id, booking_id
  from ${among('bookings', 'id, booking_id')}
  where caused_by = $4
  order by id
  limit ${MOST}`;
/** By index: a partner's orders do not lie together. */
const ORDERS = `select queue_id, traveler_id
  from provider_orders
  where partner_id = $1 and caused_by = $2 and queue_id is not null
  order by id
  limit ${MOST}`;
const EVENTS = `select id as event_id, type as event, entity_id
  from ${among('events', 'id, type, entity_id')}
  where caused_by = $4 and type <> 'booking.created'
  order by id
  limit ${MOST}`;
const IMPORTS = 'select id from imports where partner_id = $1 and caused_by = $2 order by id';

export async function madeBy(
  db: Queryable,
  partnerId: string,
  { id, duration_ms }: { id: string; duration_ms: number },
): Promise<Made> {
  const from = timeOfId(id);
  const to = from + duration_ms + LATE_MS;
  const range = (prefix: 'bkg' | 'evt'): string[] => [
    partnerId,
    firstIdAt(prefix, from),
    firstIdAt(prefix, to),
    id,
  ];
  const orders = await db.rows<{ queue_id: string; traveler_id: string }>(ORDERS, [partnerId, id]);
  return {
    bookings: await db.rows(BOOKINGS, range('bkg')),
    package_queues: orders.map((one) => ({
      uuid: queueUuid(one.queue_id),
      traveler_id: one.traveler_id,
    })),
    events: await db.rows(EVENTS, range('evt')),
    imports: (await db.rows<{ id: string }>(IMPORTS, [partnerId, id])).map((one) => one.id),
  };
}
