/** An event is a row of the transaction that changes what it tells of; its delivery follows from there. */
import type { Tx } from '../../db/pool.ts';
import { queueUuid } from '../../ids.ts';

export type BookingEvent = 'booking.created' | 'booking.updated' | 'booking.cancelled';

/** `sequence` grows per booking: take it from the update that made the change. */
export async function recordBookingEvent(tx: Tx, event: { id: string; partnerId: string; type: BookingEvent; bookingId: string; sequence: number; at: Date }): Promise<void> {
  await tx.rows('select record_event($1, $2, $3, $4, $5, $6, booking_event_data($1, $4))',
    [event.partnerId, event.id, event.type, event.bookingId, event.sequence, event.at]);
}

type EventQueue = { id: string; iso3: string | null; esim_type: string };

/** Data of booking.created, known before anything is written; later events have it from the SQL function booking_event_data. */
export const bookingEventData = (booking: { id: string; booking_id: string | null; departure_date: string }, queues: readonly EventQueue[]) => ({
  booking_id: booking.id,
  external_booking_id: booking.booking_id,
  departure_date: booking.departure_date,
  package_queues: queues.map((q) => ({ id: q.id, uuid: queueUuid(q.id), iso3: q.iso3, esim_type: q.esim_type })),
  promo_codes: [],
});
