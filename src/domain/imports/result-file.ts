/**
 * What became of each row, as a file: the columns that came, and beside them the result, the booking
 * and what is wrong. Read page by page while it is sent.
 */
import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import { guardCell } from '../catalog/csv/format.ts';
import type { Partner } from '../partners/partner.ts';
import { findImport, type ImportRow } from './import-view.ts';
import type { RowProblem } from './read-row.ts';

const PAGE = 500;
const OURS = ['result', 'hubby_booking_id', 'error'];

export type ResultFile = { name: string; texts: AsyncIterable<string> };

type Row = {
  row: number;
  cells: string[];
  state: 'new' | 'good' | 'bad' | 'done' | 'failed';
  booking_id: string | null;
  problems: RowProblem[] | null;
};

/** Throws 404 `import_not_found`, before anything is sent. */
export async function resultFile(
  ctx: Context,
  { id: partnerId }: Partner,
  id: string,
): Promise<ResultFile> {
  const one = await ctx.db.partnerRead(partnerId, (db) => findImport(db, partnerId, id));
  return { name: `${id}-result.csv`, texts: lines(ctx, partnerId, one) };
}

async function* lines(ctx: Context, partnerId: string, one: ImportRow): AsyncGenerator<string> {
  // A result that is sent again has these columns already.
  const kept = one.columns.flatMap((column, i) => (OURS.includes(column) ? [] : [i]));
  yield stringify([[...kept.map((i) => guardCell(one.columns[i]!)), ...OURS]]);
  for (let after = 0; ;) {
    const rows = await ctx.db.partnerRead(partnerId, (db) =>
      db.rows<Row>(
        `select row, cells, state, booking_id, problems
         from import_rows
         where partner_id = $1 and import_id = $2 and row > $3
         order by row
         limit ${PAGE}`,
        [partnerId, one.id, after],
      ),
    );
    if (rows.length > 0)
      yield stringify(
        rows.map((row) => [
          ...kept.map((i) => guardCell(row.cells[i] ?? '')),
          ...ourCells(row, one).map(guardCell),
        ]),
      );
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.row;
  }
}

/** Beyond what is checked by the map as it is, nothing is known. */
function ourCells({ row, state, booking_id, problems }: Row, one: ImportRow): string[] {
  if (row > one.checked_to) return ['not_checked', '', ''];
  const result = state === 'done' ? 'booked' : state === 'good' ? GOOD[one.state] : state;
  const error = (problems ?? []).map(({ field, issue }) =>
    field === '' ? issue : `${field}: ${issue}`,
  );
  return [result ?? 'good', booking_id ?? '', error.join('; ')];
}

/** Of a good row that is not booked. */
const GOOD: Partial<Record<ImportRow['state'], string>> = { cancelled: 'not_booked' };
