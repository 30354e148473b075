/** A booking read back by our id. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import {
  BOOKING_COLUMNS,
  SELECT_QUEUES,
  viewBooking,
  type BookingRow,
  type BookingView,
  type QueueRow,
} from './booking-view.ts';

export const bookingNotFound = (): AppError =>
  new AppError('booking_not_found', 'There is no such booking.');

/** Of two statements: under the booking's lock, or where all see one moment (partnerRead). */
export async function loadBooking(
  ctx: Context,
  db: Queryable,
  partner: Partner,
  id: string,
): Promise<BookingView | null> {
  const row = await db.one<BookingRow>(
    `select ${BOOKING_COLUMNS} from bookings where partner_id = $1 and id = $2`,
    [partner.id, id],
  );
  if (row === undefined) return null;
  const queues = await db.rows<QueueRow>(SELECT_QUEUES, [partner.id, [id]]);
  return viewBooking(ctx, partner, row, queues, partnerNow(ctx, partner));
}

export async function getBooking(ctx: Context, partner: Partner, id: string): Promise<BookingView> {
  const view = await ctx.db.partnerRead(partner.id, (db) => loadBooking(ctx, db, partner, id));
  if (view === null) throw bookingNotFound();
  return view;
}
