/** An import as the wire shows it. */
import { AppError } from '../../errors.ts';
import type { Queryable } from '../../db/pool.ts';
import { FIELDS } from './fields.ts';
import { inOrder, type ColumnMap } from './map.ts';
import type { RowProblem } from './read-row.ts';

export const IMPORT_STATES = [
  'checking',
  'checked',
  'running',
  'done',
  'cancelled',
  'failed',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export type ImportRow = {
  id: string;
  state: ImportState;
  filename: string | null;
  columns: string[];
  map: ColumnMap;
  problem: string | null;
  created_by: string;
  /** the request of a key that ran it */
  caused_by: string | null;
  rows_total: number;
  checked_to: number;
  rows_checked: number;
  rows_bad: number;
  rows_done: number;
  rows_failed: number;
  created_at: Date;
  updated_at: Date;
};

export const IMPORT_COLUMNS = `id, state, filename, columns, map, problem, created_by, caused_by, rows_total, checked_to, rows_checked,
  rows_bad, rows_done, rows_failed, created_at, updated_at`;

/** Without what is wrong with its rows, as lists show it. */
export const viewImport = (row: ImportRow) => ({
  id: row.id,
  state: row.state,
  filename: row.filename,
  columns: row.columns,
  map: inOrder(row.map),
  unmapped: row.columns.filter((column) => !Object.values(row.map).includes(column)),
  problem: row.problem,
  rows_total: row.rows_total,
  rows_checked: row.rows_checked,
  rows_bad: row.rows_bad,
  rows_done: row.rows_done,
  rows_failed: row.rows_failed,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  created_by: row.created_by,
});
export type ImportView = ReturnType<typeof viewImport>;

/** Throws 404 `import_not_found`. `lock`: what it is may not change until the transaction ends. */
export async function findImport(
  db: Queryable,
  partnerId: string,
  id: string,
  lock: 'lock' | null = null,
): Promise<ImportRow> {
  const row = await db.one<ImportRow>(lock === null ? FIND : `${FIND} for update`, [partnerId, id]);
  if (row === undefined) throw new AppError('import_not_found', 'There is no such import.');
  return row;
}
const FIND = `select ${IMPORT_COLUMNS}
  from imports
  where partner_id = $1 and id = $2 and state <> 'receiving'`;

const MOST_ERRORS = 100;

export type RowError = RowProblem & { row: number };

/** Of the rows that are checked as the map is now: the first hundred of what is wrong. */
export async function rowErrors(
  db: Queryable,
  partnerId: string,
  { id, checked_to }: ImportRow,
): Promise<RowError[]> {
  const rows = await db.rows<{ row: number; problems: RowProblem[] }>(
    `select row, problems
     from import_rows
     where partner_id = $1 and import_id = $2 and problems is not null and row <= $3
     order by row
     limit ${MOST_ERRORS}`,
    [partnerId, id, checked_to],
  );
  return rows
    .flatMap(({ row, problems }) => problems.map((problem) => ({ row, ...problem })))
    .slice(0, MOST_ERRORS);
}

/** What a screen offers for the columns, beside `data.<name>`. */
export const FIELD_NAMES = FIELDS.map(({ name }) => name);
