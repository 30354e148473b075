/** What the figures are counted from, as files: with them anybody counts them again. */
import { stringify } from 'csv-stringify/sync';
import type { Queryable } from '../../db/pool.ts';
import { SERVICE_DAYS } from './figures.ts';

type Cells = Record<string, unknown>;

const HOURS = `select at, figure, total, good, timed, total_ms, slowest_ms
  from service_hours
  where at >= now() - interval '${SERVICE_DAYS} days'
  order by at, figure`;
const MINUTES = `select at, class, requests, failed
  from service_minutes
  where at >= $1 and at < $1::timestamptz + interval '1 day'
  order by at, class`;

/** Every hour of every figure. */
export const exportHours = async (db: Queryable): Promise<string> =>
  file(
    ['at', 'figure', 'total', 'good', 'timed', 'total_ms', 'slowest_ms'],
    await db.rows<Cells>(HOURS),
  );

/** The minutes of one day in UTC, from its beginning on. */
export const exportMinutes = async (db: Queryable, day: Date): Promise<string> =>
  file(['at', 'class', 'requests', 'failed'], await db.rows<Cells>(MINUTES, [day]));

const file = (columns: string[], rows: readonly Cells[]): string =>
  stringify([
    columns,
    ...rows.map((row) =>
      columns.map((name) => {
        const cell = row[name];
        return cell instanceof Date ? cell.toISOString() : String(cell);
      }),
    ),
  ]);
