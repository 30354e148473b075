/**
 * The dry run: row by row what POST /api/bookings/preview would say, in batches that are written
 * whole or not at all. Rows of one `booking_id` and departure are one booking: what its rows have in
 * common stands with the first good one, its leader.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../context.ts';
import type { Queryable, Tx } from '../../db/pool.ts';
import { planBooking, refusalsOf } from '../bookings/creating/plan-booking.ts';
import { usersOf } from '../bookings/input.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';
import { fixedProviders } from '../travelers/fixed-providers.ts';
import type { ImportRow } from './import-view.ts';
import {
  bookingOf,
  placesOf,
  readRow,
  rowProblems,
  type ReadRow,
  type RowProblem,
} from './read-row.ts';
import { conclude, giveWay, holdOn, refusalOf, type Held } from './work.ts';

const BATCH = 200;
/** As many as a booking takes. */
const MOST_ENTRIES = 500;

type Stored = { row: number; cells: string[]; flaw: string | null };
type Leader = {
  leader: number;
  reference: string;
  key_date: string;
  booking: Record<string, unknown>;
  entries: number;
};
type Checked = {
  row: number;
  state: 'good' | 'bad';
  leader: number | null;
  problems: RowProblem[] | null;
};

/** One batch; false: all are checked. Throws `Lost`. */
export async function checkBatch(
  ctx: Context,
  partner: Partner,
  held: Held,
  one: ImportRow,
): Promise<boolean> {
  const rows = await ctx.db.partnerTx(partner.id, (tx) => nextRows(tx, partner.id, one));
  if (rows.length === 0) {
    await conclude(ctx, held, { from: 'checking', to: 'checked' });
    return false;
  }
  const looked = await lookAt(ctx, partner, held, one, rows);
  await ctx.db.partnerTx(partner.id, async (tx) => {
    if ((await holdOn(tx, held)) !== 'checking') return;
    const known = await leadersOf(tx, partner.id, one, looked);
    const checked = looked.map((row) => join(row, known, one.map));
    await write(tx, partner.id, one, checked, [...known.values()]);
  });
  return true;
}

const nextRows = (
  db: Queryable,
  partnerId: string,
  { id, checked_to }: ImportRow,
): Promise<Stored[]> =>
  db.rows<Stored>(
    `select row, cells, flaw
     from import_rows
     where partner_id = $1 and import_id = $2 and row > $3
     order by row
     limit ${BATCH}`,
    [partnerId, id, checked_to],
  );

type Looked = ReadRow & { row: number; keyDate: string | null };

async function lookAt(
  ctx: Context,
  partner: Partner,
  held: Held,
  { columns, map }: ImportRow,
  rows: readonly Stored[],
): Promise<Looked[]> {
  const places = placesOf(columns, map);
  const read = rows.map(({ row, cells, flaw }): Looked => {
    if (flaw !== null)
      return { row, keyDate: null, booking: {}, entry: {}, problems: [{ field: '', issue: flaw }] };
    return { row, keyDate: null, ...readRow(places, map, cells) };
  });
  const good = read.filter(({ problems }) => problems.length === 0);
  const users = good.flatMap(({ booking, entry }) => usersOf(bookingOf(booking, [entry])));
  const providers = await fixedProviders(ctx, partner.id, [...new Set(users)]);
  const now = partnerNow(ctx, partner);
  for (const [count, one] of good.entries()) {
    await giveWay(ctx, count);
    try {
      const input = bookingOf(one.booking, [one.entry]);
      const plan = await planBooking(ctx, partner, input, now, providers);
      one.problems.push(...rowProblems(refusalsOf([], plan), map, 0));
      one.keyDate = plan.dates?.keyDate ?? null;
    } catch (error) {
      const refusal = refusalOf(error, held);
      if (refusal === null) throw error;
      one.problems.push({ field: '', issue: refusal.message });
    }
  }
  return read;
}

const keyOf = (reference: string, keyDate: string): string => JSON.stringify([reference, keyDate]);
const referenceOf = ({ booking }: ReadRow): string => String(booking['booking_id']);

/** Of the bookings in the batch: those that rows before it began. */
async function leadersOf(
  db: Queryable,
  partnerId: string,
  { id, checked_to }: ImportRow,
  looked: readonly Looked[],
): Promise<Map<string, Leader>> {
  const good = looked.filter(({ problems, keyDate }) => problems.length === 0 && keyDate !== null);
  const found = await db.rows<Leader>(
    `select r.leader, r.reference, r.key_date, r.booking, r.entries
     from (select distinct reference, key_date
       from unnest($4::text[], $5::text[]) as k(reference, key_date)) k
     join import_rows r on r.partner_id = $1
       and r.import_id = $2
       and r.reference = k.reference
       and r.key_date = k.key_date
       and r.leader = r.row
       and r.row <= $3`,
    [partnerId, id, checked_to, good.map(referenceOf), good.map((one) => one.keyDate)],
  );
  return new Map(found.map((leader) => [keyOf(leader.reference, leader.key_date), leader]));
}

/** Puts a row with its booking, if it says of it what the rows before say. */
function join(looked: Looked, known: Map<string, Leader>, map: ImportRow['map']): Checked {
  const { row, booking, keyDate, problems } = looked;
  const bad = (found: RowProblem[]): Checked => ({
    row,
    state: 'bad',
    leader: null,
    problems: found.slice(0, 20),
  });
  if (problems.length > 0 || keyDate === null) return bad(problems);
  const reference = referenceOf(looked);
  const key = keyOf(reference, keyDate);
  const leader = known.get(key);
  if (leader === undefined) {
    known.set(key, { leader: row, reference, key_date: keyDate, booking, entries: 1 });
    return { row, state: 'good', leader: row, problems: null };
  }
  const where = `row ${leader.leader}, which is of the same booking`;
  const others = Object.keys(booking).filter(
    (name) =>
      Object.hasOwn(leader.booking, name) &&
      !isDeepStrictEqual(leader.booking[name], booking[name]),
  );
  if (others.length > 0)
    return bad(
      rowProblems(
        others.map((field) => ({ field, issue: `expected the same as in ${where}, or nothing` })),
        map,
        0,
      ),
    );
  if (leader.entries >= MOST_ENTRIES)
    return bad([
      {
        field: 'booking_id',
        issue: `expected at most ${MOST_ENTRIES} rows of one booking; see ${where}`,
      },
    ]);
  leader.booking = { ...leader.booking, ...booking };
  leader.entries++;
  return { row, state: 'good', leader: leader.leader, problems: null };
}

/** Leaders last: one of them may stand in this very batch. */
async function write(
  tx: Tx,
  partnerId: string,
  { id }: ImportRow,
  checked: readonly Checked[],
  leaders: readonly Leader[],
): Promise<void> {
  await tx.rows(
    `update import_rows r
     set state = c.state, leader = c.leader, problems = c.problems, reference = null,
       key_date = null, booking = null, entries = null, booking_id = null
     from jsonb_to_recordset($3::jsonb) as c(row integer, state text, leader integer, problems jsonb)
     where r.partner_id = $1 and r.import_id = $2 and r.row = c.row`,
    [partnerId, id, JSON.stringify(checked)],
  );
  await tx.rows(
    `update import_rows r
     set reference = l.reference, key_date = l.key_date, booking = l.booking, entries = l.entries
     from jsonb_to_recordset($3::jsonb) as l(leader integer, reference text, key_date text,
       booking jsonb, entries integer)
     where r.partner_id = $1 and r.import_id = $2 and r.row = l.leader`,
    [partnerId, id, JSON.stringify(leaders)],
  );
  await tx.rows(
    `update imports
     set checked_to = $3, rows_checked = rows_checked + $4, rows_bad = rows_bad + $5, updated_at = now()
     where partner_id = $1 and id = $2`,
    [
      partnerId,
      id,
      checked.at(-1)!.row,
      checked.length,
      checked.filter(({ state }) => state === 'bad').length,
    ],
  );
}
