/**
 * Good rows become bookings, all rows of a booking in one request as if it had come by
 * POST /api/bookings. A kill between a booking and what is written of it leaves the rows to be done
 * again: the booking is there, and the same entries add nothing to it.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { createBooking } from '../bookings/creating/create-booking.ts';
import type { Partner } from '../partners/partner.ts';
import type { ImportRow } from './import-view.ts';
import {
  bookingOf,
  entryOf,
  placesOf,
  readRow,
  rowProblems,
  type ReadRow,
  type RowProblem,
} from './read-row.ts';
import { conclude, giveWay, holdOn, refusalOf, rest, type Held } from './work.ts';

/** Above what one booking may have. */
const BATCH = 600;
const MOST_BOOKINGS = 120;
/** Half of what is sent to the database together: a request of the same partner goes with the next. */
const AT_ONCE = 8;

type Stored = { row: number; leader: number; cells: string[]; booking: ReadRow['booking'] | null };
type Outcome = {
  row: number;
  state: 'done' | 'failed';
  booking_id: string | null;
  problems: RowProblem[] | null;
};

/** One batch; false: none is left, or nothing more is to be booked. Throws `Lost`. */
export async function bookBatch(
  ctx: Context,
  partner: Partner,
  held: Held,
  one: ImportRow,
): Promise<boolean> {
  const groups = await ctx.db.partnerTx(partner.id, (tx) => nextBookings(tx, partner.id, one));
  if (groups.length === 0) {
    await conclude(ctx, held, { from: 'running', to: 'done' });
    return false;
  }
  const outcomes: Outcome[] = [];
  const failures: unknown[] = [];
  const line = groups.entries();
  const work = async (): Promise<void> => {
    for (const [count, rows] of line) {
      await giveWay(ctx, count);
      try {
        outcomes.push(...(await book(ctx, partner, held, one, rows)));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (outcomes.length === 0) throw failures[0];
  const state = await write(ctx, held, outcomes);
  return state === 'running';
}

/** Whole bookings, in the order of their first rows. */
async function nextBookings(
  db: Queryable,
  partnerId: string,
  { id }: ImportRow,
): Promise<Stored[][]> {
  const rows = await db.rows<Stored>(
    `select row, leader, cells, booking
     from import_rows
     where partner_id = $1 and import_id = $2 and state = 'good'
     order by leader, row
     limit ${BATCH}`,
    [partnerId, id],
  );
  const groups = [...Map.groupBy(rows, ({ leader }) => leader).values()];
  // The last one may be cut.
  if (rows.length === BATCH) groups.pop();
  return groups.slice(0, MOST_BOOKINGS);
}

/** Rows that are refused are left out, and the rest is booked. Throws what says nothing of the rows. */
async function book(
  ctx: Context,
  partner: Partner,
  held: Held,
  { columns, map }: ImportRow,
  rows: readonly Stored[],
): Promise<Outcome[]> {
  const places = placesOf(columns, map);
  const common = rows.find(({ row, leader }) => row === leader)!.booking!;
  const refused: Outcome[] = [];
  let left = rows.map(({ row, cells }) => ({ row, entry: readRow(places, map, cells).entry }));
  while (left.length > 0) {
    try {
      const input = bookingOf(
        common,
        left.map(({ entry }) => entry),
      );
      const { booking } = await createBooking(ctx, partner, input);
      return [
        ...refused,
        ...left.map(({ row }) => ({
          row,
          state: 'done' as const,
          booking_id: booking.id,
          problems: null,
        })),
      ];
    } catch (error) {
      const refusal = refusalOf(error, held);
      if (refusal === null) throw error;
      const own = new Set(refusal.details.map(entryOf));
      // What is said of the booking is said of each row.
      const isOfAll = refusal.details.length === 0 || own.has(null);
      const out = left.flatMap(({ row }, index): Outcome[] => {
        if (!isOfAll && !own.has(index)) return [];
        const problems = rowProblems(refusal.details, map, index);
        return [
          {
            row,
            state: 'failed',
            booking_id: null,
            problems:
              problems.length > 0 ? problems.slice(0, 20) : [{ field: '', issue: refusal.message }],
          },
        ];
      });
      refused.push(...out);
      const gone = new Set(out.map(({ row }) => row));
      left = left.filter(({ row }) => !gone.has(row));
    }
  }
  return refused;
}

/** Counted by the rows that it changes, so that none is counted twice. Answers the import's state. */
const write = (ctx: Context, held: Held, outcomes: readonly Outcome[]): Promise<string> =>
  ctx.db.partnerTx(held.partner_id, async (tx) => {
    const state = await holdOn(tx, held);
    await tx.rows(
      `with told as (update import_rows r
         set state = o.state, booking_id = o.booking_id, problems = o.problems
         from jsonb_to_recordset($3::jsonb) as o(row integer, state text, booking_id text, problems jsonb)
         where r.partner_id = $1 and r.import_id = $2 and r.row = o.row and r.state = 'good'
         returning r.state)
       update imports
       set rows_done = rows_done + (select count(*) from told where state = 'done'),
         rows_failed = rows_failed + (select count(*) from told where state = 'failed'),
         updated_at = now()
       where partner_id = $1 and id = $2`,
      [held.partner_id, held.import_id, JSON.stringify(outcomes)],
    );
    if (state !== 'running') await rest(tx, held);
    return state;
  });
