/**
 * The stock list of an account at an SM-DP+: the profiles it may order by their ICCID. A file is
 * taken whole or refused whole with every bad line named.
 */
import { AppError, type Problem } from '../../../errors.ts';
import type { Db, Tx } from '../../../db/pool.ts';
import { supplierIccid } from '../../../providers/identifiers.ts';
import { readLines, type Line, type Report, type Shape } from '../../catalog/csv/format.ts';

const STOCK: Shape = {
  required: ['iccid'],
  columns: ['iccid', 'profile_type', 'imsi', 'plan'],
  one: 'profile',
  many: 'profiles',
};
const MAX_PROBLEMS = 1_000;
const BATCH = 5_000;

export type StockRow = {
  iccid: string;
  profile_type: string | null;
  /** the subscriber's own */
  subscriber_imsi: string | null;
  /** the IMSI plan */
  imsi: string | null;
};

/**
 * `added`: new in the list; `changed`: free ones that it described otherwise, and lost ones, which are
 * tried once more; all others are as they were, those that orders have among them. Throws
 * `invalid_request`.
 */
export async function importStock(db: Db, account: string, csv: string): Promise<Imported> {
  const rows = readStock(csv);
  return db.tx((tx) => writeStock(tx, account, rows));
}

export type Imported = { added: number; changed: number; skipped: number };

export async function writeStock(tx: Tx, account: string, rows: StockRow[]): Promise<Imported> {
  const done = { added: 0, changed: 0 };
  for (let i = 0; i < rows.length; i += BATCH) {
    const some = await write(tx, account, rows.slice(i, i + BATCH));
    done.added += some.filter((one) => one.is_new).length;
    done.changed += some.filter((one) => !one.is_new).length;
  }
  return { ...done, skipped: rows.length - done.added - done.changed };
}

const write = (tx: Tx, account: string, rows: StockRow[]): Promise<{ is_new: boolean }[]> =>
  tx.rows<{ is_new: boolean }>(
    `insert into es2plus_profiles as p
       (account, iccid, profile_type, subscriber_imsi, imsi, is_listed, status)
     select $1, iccid, profile_type, subscriber_imsi, imsi, true, 'free'
     from jsonb_to_recordset($2)
       as q(iccid text, profile_type text, subscriber_imsi text, imsi text)
     order by iccid
     on conflict (account, iccid) do update
       set profile_type = excluded.profile_type, subscriber_imsi = excluded.subscriber_imsi,
         imsi = excluded.imsi, status = 'free', is_listed = true
       where p.status = 'lost'
         or (p.status = 'free' and (p.profile_type, p.subscriber_imsi, p.imsi) is distinct from
           (excluded.profile_type, excluded.subscriber_imsi, excluded.imsi))
     returning xmax = 0 as is_new`,
    [account, JSON.stringify(rows)],
  );

/** How many profiles an account can still sell, and how many it cannot. */
export async function countStock(
  db: Db,
  account: string,
): Promise<{ free: number; taken: number; lost: number }> {
  const row = await db.one<{ free: number; taken: number; lost: number }>(
    `select count(*) filter (where status = 'free')::int as free,
       count(*) filter (where status = 'taken')::int as taken,
       count(*) filter (where status = 'lost')::int as lost
     from es2plus_profiles
     where account = $1`,
    [account],
  );
  return row!;
}

/** Throws `invalid_request` with every bad line. */
export function readStock(csv: string): StockRow[] {
  const problems: Problem[] = [];
  const report: Report = (row, field, expected, got) => {
    const shown = JSON.stringify(got.length > 60 ? `${got.slice(0, 60)}…` : got);
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        field: `row ${row}${field === '' ? '' : `, ${field}`}`,
        issue: `expected ${expected}; got ${shown}`,
      });
  };
  const lines = readLines(csv, report, STOCK);
  const rows = lines.map((line) => readRow(line, report));
  const rowOf = new Map<string, number>();
  for (const [i, { iccid }] of rows.entries()) {
    const first = rowOf.get(iccid);
    if (first !== undefined)
      report(
        lines[i]!.row,
        'iccid',
        `an ICCID that no other line has (row ${first} has it)`,
        iccid,
      );
    else if (iccid !== '') rowOf.set(iccid, lines[i]!.row);
  }
  if (problems.length > 0)
    throw new AppError(
      'invalid_request',
      `The file has ${problems.length} problems; nothing was imported.`,
      { details: problems },
    );
  return rows;
}

/** A cell that is wrong is reported, and read as empty. */
function readRow({ row, cells }: Line, report: Report): StockRow {
  const cell = (name: string, shape: RegExp, expected: string): string | null => {
    const text = cells.get(name) ?? '';
    if (text === '') return null;
    if (!shape.test(text)) report(row, name, expected, text);
    return text;
  };
  const written = cells.get('iccid') ?? '';
  const iccid = supplierIccid(written);
  if (iccid === null) report(row, 'iccid', '18 to 20 digits that begin with 89', written);
  return {
    iccid: iccid ?? '',
    profile_type: cell('profile_type', /^[ -~]{1,100}$/, 'at most 100 plain characters'),
    subscriber_imsi: cell('imsi', /^\d{14,15}$/, '14 or 15 digits'),
    imsi: cell('plan', /^[!-~]{1,100}$/, 'a name of at most 100 characters without blanks'),
  };
}
