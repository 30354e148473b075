/** The bookings of one page of the list, by an index in the order of the list. */
import type { Queryable } from '../../db/pool.ts';
import type { Made } from '../partners/made-within.ts';
import {
  BOOKING_COLUMNS,
  IS_GIFT,
  isOverBy,
  type BookingKind,
  type BookingRow,
} from './booking-view.ts';
import { NEWEST, type Order, type Place } from './list-order.ts';

export type Wanted = {
  order: Order;
  after: Place | null;
  reference: string | undefined;
  status: string | undefined;
  from: Date | null;
  to: Date | null;
  made: Made | null;
  kind: BookingKind | undefined;
  now: Date;
};
type Listed = BookingRow & Place;
type Bind = (value: unknown) => string;

/**
 * Whether a trip is over, of which kind it is and when by the partner's clock it was made, only its
 * row says: no index finds that without a cost to every booking. So a
 * page looks at rows until it is full or this is spent: in tenths of a page of the database, of
 * which a row costs what its order says, and a gift the look at its grants as well.
 */
const EFFORT = 1_200;
const GIFT = 50;

/** `reached`: where a scan ended that found fewer than `limit`; null at the end of the list. */
export async function findPage(
  db: Queryable,
  partnerId: string,
  wanted: Wanted,
  limit: number,
): Promise<{ rows: Listed[]; reached: string | null }> {
  const params: unknown[] = [partnerId];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const { order } = wanted;
  const where = inIndex(wanted, bind).join(' and ');
  const given = params.slice();
  const only = onRows(wanted, bind);
  if (only.length === 0) {
    const rows = await db.rows<Listed>(
      `select ${BOOKING_COLUMNS}, departure_at::text as departs
       from bookings
       where ${where}
       order by ${order.by}
       limit ${limit}`,
      params,
    );
    return { rows, reached: null };
  }
  const effort = Math.max(EFFORT, limit * (order.effort + GIFT));
  const looked = lookedAt(order, where, Math.ceil(effort / order.effort));
  const rows = await db.rows<Listed>(
    `select ${BOOKING_COLUMNS}, departure_at::text as departs
     from (${looked}) bookings
     where spent <= ${effort} and ${only.join(' and ')}
     order by ${order.by}
     limit ${limit}`,
    params,
  );
  if (rows.length === limit) return { rows, reached: null };
  const last = await db.one<Place>(
    `select id, departure_at::text as departs
     from (select *, max(spent) over () >= ${effort} as is_more
       from (${looked}) w) w
     where spent <= ${effort} and is_more
     order by spent desc
     limit 1`,
    given,
  );
  return { rows, reached: last === undefined ? null : order.write(last) };
}

/** Up to so many rows, each with what was spent up to and with it. */
const lookedAt = (order: Order, where: string, rows: number): string =>
  `select *,
     sum(case when ${IS_GIFT} then ${order.effort + GIFT} else ${order.effort} end) over (order by ${order.by}) as spent
   from (select * from bookings where ${where} order by ${order.by} limit ${rows}) c`;

/** What an index finds in the order of the list. */
function inIndex(
  { order, after, reference, status, from, to, made }: Wanted,
  bind: Bind,
): string[] {
  const where = ['partner_id = $1'];
  if (reference !== undefined) where.push(`id = any(array(${named(bind(reference))}))`);
  if (status === 'CANCELLED') where.push('cancelled_at is not null');
  if (from !== null) where.push(`departure_at >= ${bind(from)}`);
  if (to !== null) where.push(`departure_at <= ${bind(to)}`);
  if (made !== null && order === NEWEST)
    where.push(`id >= ${bind(made.ids[0])}`, `id < ${bind(made.ids[1])}`);
  if (after !== null) where.push(order.after(after, bind));
  return where;
}

/** What only the row says. */
function onRows({ status, made, kind, now }: Wanted, bind: Bind): string[] {
  const only = [];
  if (status === 'COMPLETED' || status === 'CONFIRMED') {
    const isOver = isOverBy(bind(now));
    only.push('cancelled_at is null', status === 'COMPLETED' ? isOver : `not ${isOver}`);
  }
  if (made !== null) only.push(`created_at >= ${bind(made.from)}`, `created_at < ${bind(made.to)}`);
  if (kind !== undefined) only.push(`kind = ${bind(kind)}`);
  return only;
}

/**
 * The bookings of a reference. Live ones have it in their natural keys; cancelling frees those, so
 * the others are found by an index of their own.
 */
const named = (reference: string): string =>
  `select k.id from booking_keys k where k.partner_id = $1 and k.booking_id = ${reference}
   union all
   select c.id from bookings c where c.partner_id = $1 and c.booking_id = ${reference} and c.cancelled_at is not null`;
