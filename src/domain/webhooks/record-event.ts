/** An event is a row of the transaction that changes what it tells of; its delivery follows from there. */
import type { Tx } from '../../db/pool.ts';

export type BookingEvent = 'booking.created' | 'booking.updated' | 'booking.cancelled';

/** `sequence` grows per booking: take it from the update that made the change. */
export async function recordBookingEvent(tx: Tx, event: { id: string; partnerId: string; type: BookingEvent; bookingId: string; sequence: number; at: Date }): Promise<void> {
  await tx.rows('select record_event($1, $2, $3, $4, $5, $6, booking_event_data($1, $4))',
    [event.partnerId, event.id, event.type, event.bookingId, event.sequence, event.at]);
}
