/**
 * An event is a row of the transaction that changes what it tells of, and its delivery is one more
 * row of it. After the commit call `ctx.wake('deliveries')` when there is something to deliver.
 */
import { arrayText } from '../../db/array-text.ts';
import type { Tx } from '../../db/pool.ts';
import { newId, queueUuid } from '../../ids.ts';
import { ruleOf } from './event-rule.ts';
import type { EventType } from './events.ts';

export type BookingEvent = 'booking.created' | 'booking.updated' | 'booking.cancelled';

export type NewEvent = {
  partnerId: string;
  type: EventType;
  /** what the sequence counts for: the booking, package, eSIM … */
  entityId: string;
  /** take it from the update that made the change */
  sequence: number;
  /** the partner's time */
  at: Date;
  /** without partner_id and sequence, which are added */
  data: Record<string, unknown>;
};

/**
 * In the order given. True: there is something to deliver. A package that has had this event is not
 * given it again. The partner of the last one is named for the statements that follow.
 */
export async function recordEvents(tx: Tx, events: readonly NewEvent[]): Promise<boolean> {
  if (events.length === 0) return false;
  const lists = [...Map.groupBy(events, (e) => e.partnerId)].map(([partnerId, mine]) => [
    partnerId,
    ...columnsOf(mine).map(arrayText),
  ]);
  const row = await tx.one<{ deliver: boolean }>(
    `select bool_or(record_events(x.partner, x.id::text[], x.type::text[], x.entity::text[],
       x.sequence::integer[], x.at::timestamptz[], x.data::jsonb[], x.flag::text[],
       x.is_default::boolean[], x.is_once::boolean[])) as deliver
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[])
       as x(partner, id, type, entity, sequence, at, data, flag, is_default, is_once)`,
    lists[0]!.map((_, column) => lists.map((list) => list[column])),
    'record-events',
  );
  return row!.deliver;
}

/** Of one partner's, as record-events.sql takes them. */
function columnsOf(events: readonly NewEvent[]): (string | number)[][] {
  const rules = events.map((e) => ruleOf(e.type));
  return [
    events.map(() => newId('evt')),
    events.map((e) => e.type),
    events.map((e) => e.entityId),
    events.map((e) => e.sequence),
    events.map((e) => e.at.toISOString()),
    events.map((e) => JSON.stringify({ ...e.data, partner_id: e.partnerId, sequence: e.sequence })),
    rules.map((rule) => rule.flag),
    rules.map((rule) => String(rule.is_default)),
    rules.map((rule) => String(rule.is_once)),
  ];
}

/**
 * `sequence` grows per booking: take it from the update that made the change. True: there is
 * something to deliver.
 */
export async function recordBookingEvent(
  tx: Tx,
  event: {
    id: string;
    partnerId: string;
    type: BookingEvent;
    bookingId: string;
    sequence: number;
    at: Date;
  },
): Promise<boolean> {
  const row = await tx.one<{ deliver: boolean }>(
    `select record_event($1, $2, $3::jsonb, $4, $5, $6, booking_event_data($1, $4)) as deliver`,
    [event.partnerId, event.id, ruleOf(event.type), event.bookingId, event.sequence, event.at],
  );
  return row!.deliver;
}

type EventQueue = { id: string; iso3: string | null; esim_type: string };

/**
 * Data of booking.created, known before anything is written; later events have it from the SQL
 * function booking_event_data.
 */
export const bookingEventData = (
  booking: { id: string; booking_id: string | null; departure_date: string },
  queues: readonly EventQueue[],
  codes: readonly { uuid: string | null }[],
) => ({
  booking_id: booking.id,
  external_booking_id: booking.booking_id,
  departure_date: booking.departure_date,
  package_queues: queues.map((q) => ({
    id: q.id,
    uuid: queueUuid(q.id),
    iso3: q.iso3,
    esim_type: q.esim_type,
  })),
  promo_codes: codes.map(({ uuid }) => ({ uuid })),
});
