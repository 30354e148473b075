/** Bookings read back: one by our id or the partner's reference, many page by page. */
import { AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { readId } from '../../ids.ts';
import { pageOf, placeIn, type PageSize } from '../../input/paging.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { momentEnd, momentInstant, readQueryMoment, type IsoMoment } from '../time.ts';
import {
  BOOKING_COLUMNS,
  isOverBy,
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

export const BOOKINGS_PAGE: PageSize = { most: 100, usual: 20 };
export type BookingQuery = {
  perPage?: number | undefined;
  cursor?: string | undefined;
  bookingId?: string | undefined;
  status?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/**
 * Newest first. `from` and `to` bound the departure, both included: dates in the partner's zone, or
 * instants.
 */
export async function listBookings(
  ctx: Context,
  partner: Partner,
  query: BookingQuery,
): Promise<{ bookings: BookingView[]; next_cursor: string | null }> {
  const perPage = query.perPage ?? BOOKINGS_PAGE.usual;
  const now = partnerNow(ctx, partner);
  const zone = partner.settings.time_zone;
  const details: Problem[] = [];
  const moment = (field: 'from' | 'to'): IsoMoment | null =>
    query[field] === undefined ? null : readQueryMoment(query[field], field, details);
  const [from, to] = [moment('from'), moment('to')];
  const before = placeIn(query.cursor, readId('bkg'), details);
  if (details.length > 0)
    throw new AppError('invalid_request', 'The query is not valid; see details.', { details });

  return ctx.db.partnerRead(partner.id, async (tx) => {
    const params: unknown[] = [partner.id];
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const where = ['partner_id = $1'];
    if (before !== null) where.push(`id < ${bind(before)}`);
    if (query.bookingId !== undefined) {
      const reference = bind(query.bookingId);
      where.push(
        `(booking_id = ${reference} or id in (select k.id from booking_keys k where k.partner_id = $1 and k.booking_id = ${reference}))`,
      );
    }
    if (from !== null) where.push(`departure_at >= ${bind(momentInstant(from, zone, '00:00'))}`);
    if (to !== null) where.push(`departure_at <= ${bind(momentEnd(to, zone))}`);
    if (query.status === 'CANCELLED') where.push('cancelled_at is not null');
    if (query.status === 'COMPLETED') where.push(`cancelled_at is null and ${isOverBy(bind(now))}`);
    if (query.status === 'CONFIRMED')
      where.push(`cancelled_at is null and not ${isOverBy(bind(now))}`);
    const rows = await tx.rows<BookingRow>(
      `select ${BOOKING_COLUMNS}
       from bookings
       where ${where.join(' and ')}
       order by id desc
       limit ${bind(perPage + 1)}`,
      params,
    );
    const { page, next_cursor } = pageOf(rows, perPage, (row) => row.id);
    const queues = await tx.rows<QueueRow & { parent: string }>(SELECT_QUEUES, [
      partner.id,
      page.map((r) => r.id),
    ]);
    const byBooking = Map.groupBy(queues, (q) => q.parent);
    return {
      bookings: page.map((row) => viewBooking(ctx, partner, row, byBooking.get(row.id) ?? [], now)),
      next_cursor,
    };
  });
}
