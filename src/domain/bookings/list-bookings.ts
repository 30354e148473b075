/** A partner's bookings, page by page. */
import { AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { pageOf, placeIn, type PageSize } from '../../input/paging.ts';
import type { Partner } from '../partners/partner.ts';
import { readMade, type MadeQuery } from '../partners/made-within.ts';
import { partnerNow } from '../partners/now.ts';
import { momentEnd, momentInstant, readQueryMoment, type IsoMoment } from '../time.ts';
import {
  SELECT_QUEUES,
  viewBooking,
  type BookingKind,
  type BookingView,
  type QueueRow,
} from './booking-view.ts';
import { findPage, type Wanted } from './find-page.ts';
import { BY_DEPARTURE, NEWEST } from './list-order.ts';

export const BOOKINGS_PAGE: PageSize = { most: 100, usual: 20 };
export type BookingQuery = {
  perPage?: number | undefined;
  cursor?: string | undefined;
  bookingId?: string | undefined;
  status?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  kind?: BookingKind | undefined;
} & MadeQuery;
/**
 * Newest first. `from` and `to` bound the departure, both included: dates in the partner's zone, or
 * instants; with one of them the order is that of departure. `made_from` and `made_to` bound in the
 * same way when it was made.
 */
export async function listBookings(
  ctx: Context,
  partner: Partner,
  query: BookingQuery,
): Promise<{ bookings: BookingView[]; next_cursor: string | null }> {
  const perPage = query.perPage ?? BOOKINGS_PAGE.usual;
  const wanted = read(ctx, partner, query);
  return ctx.db.partnerRead(partner.id, async (db) => {
    const { rows, reached } = await findPage(db, partner.id, wanted, perPage + 1);
    const { page, next_cursor } = pageOf(rows, perPage, wanted.order.write, reached);
    const queues = await db.rows<QueueRow & { parent: string }>(SELECT_QUEUES, [
      partner.id,
      page.map((r) => r.id),
    ]);
    const byBooking = Map.groupBy(queues, (q) => q.parent);
    return {
      bookings: page.map((row) =>
        viewBooking(ctx, partner, row, byBooking.get(row.id) ?? [], wanted.now),
      ),
      next_cursor,
    };
  });
}

function read(ctx: Context, partner: Partner, query: BookingQuery): Wanted {
  const zone = partner.settings.time_zone;
  const problems: Problem[] = [];
  const moment = (field: 'from' | 'to'): IsoMoment | null =>
    query[field] === undefined ? null : readQueryMoment(query[field], field, problems);
  const [from, to] = [moment('from'), moment('to')];
  const order = query.from === undefined && query.to === undefined ? NEWEST : BY_DEPARTURE;
  const made = readMade(ctx, partner, 'bkg', query, problems);
  const after = placeIn(query.cursor, order.read, problems, order.expected);
  if (problems.length > 0)
    throw new AppError('invalid_request', 'The query is not valid; see details.', {
      details: problems,
    });
  return {
    order,
    after,
    reference: query.bookingId,
    status: query.status,
    from: from === null ? null : momentInstant(from, zone, '00:00'),
    to: to === null ? null : momentEnd(to, zone),
    made,
    kind: query.kind,
    now: partnerNow(ctx, partner),
  };
}
