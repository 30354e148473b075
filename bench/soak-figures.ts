/** What the soak reads each minute, and what it says at the end: flat or not. */
import { columns, type Goal } from './figures.ts';
import type { LoadFigures } from './soak-load.ts';
import type { Stage } from './stage.ts';

export type Table = { name: string; bytes: number; live: number; dead: number };
export type Minute = {
  load: LoadFigures;
  /** bytes; the least of the minute, which is nearest to what stays after a collection */
  rss: number;
  heap: number;
  worker_rss: number;
  worker_heap: number;
  /** bytes and records */
  wal: { bytes: number; records: number };
  tables: Table[];
  /** due for more than a minute and not done, of all kinds of work */
  overdue: number;
  delivered: number;
};

/** A third may have so much more than the one before it. */
const MORE = 1.1;
/** V8 takes memory in big steps and gives it back late; what is in use is in the heap's figure. */
const MORE_RESIDENT = 1.25;
/** What a table of few rows may vary by: its free space is given back only now and then. */
const SLACK_BYTES = 2 * 1024 * 1024;
const SHOWN_TABLES = 6;
const MB = 1024 * 1024;

/** Tables that are written to, the biggest first. Rows are PostgreSQL's own estimates. */
export const readTables = (sql: Stage['sql']): Promise<Table[]> =>
  sql<Table>(
    `select case schemaname when 'public' then '' else schemaname || '.' end || relname as name,
       pg_total_relation_size(relid)::float8 as bytes, n_live_tup::float8 as live, n_dead_tup::float8 as dead
     from pg_stat_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 1000 and schemaname <> 'bench'
     order by 2 desc`,
  );

export const readWal = async (sql: Stage['sql']): Promise<Minute['wal']> =>
  (
    await sql<Minute['wal']>(
      'select wal_bytes::float8 as bytes, wal_records::float8 as records from pg_stat_wal',
    )
  )[0]!;

const mb = (bytes: number): string => (bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0);

export function minuteLine(number: number, m: Minute): string {
  const { load } = m;
  const tables = m.tables
    .slice(0, SHOWN_TABLES)
    .map(({ name, bytes, dead }) => `${name} ${mb(bytes)}/${dead}`);
  return [
    `minute ${number}: ${load.done} done (p50 ${load.p50}, p99 ${load.p99} ms), ${load.refused} refused, ${load.skipped} not sent, ${m.delivered} webhooks`,
    `serve RSS ${mb(m.rss)} heap ${mb(m.heap)}, worker RSS ${mb(m.worker_rss)} heap ${mb(m.worker_heap)} MB`,
    `WAL ${load.done === 0 ? '–' : (m.wal.bytes / load.done / 1024).toFixed(1)} kB, ${(m.wal.records / load.done).toFixed(0)} records/op, overdue ${m.overdue}`,
    `MB/dead: ${tables.join(', ')}`,
  ].join('; ');
}

type Series = { name: string; more: number; of(minute: Minute): number };
const MEMORY: Series[] = [
  { name: 'memory of serve', more: MORE_RESIDENT, of: (m) => m.rss },
  { name: 'heap of serve', more: MORE, of: (m) => m.heap },
  { name: 'memory of the worker', more: MORE_RESIDENT, of: (m) => m.worker_rss },
  { name: 'heap of the worker', more: MORE, of: (m) => m.worker_heap },
];
type Flat = { name: string; more: number; middle: number; last: number; unit: string };

/**
 * Its bytes grow with the tables: after a checkpoint a page goes into the log whole when it is first
 * changed, and the more pages there are the rarer one is changed twice. Its records do not.
 */
function flatWal(middle: readonly Minute[], last: readonly Minute[]): Flat[] {
  const per = (minutes: readonly Minute[], of: keyof Minute['wal']): number =>
    minutes.reduce((sum, m) => sum + m.wal[of], 0) /
    Math.max(
      1,
      minutes.reduce((sum, m) => sum + m.load.done, 0),
    );
  const records = { middle: per(middle, 'records'), last: per(last, 'records') };
  const kB = { middle: per(middle, 'bytes') / 1024, last: per(last, 'bytes') / 1024 };
  return [
    { name: 'WAL records per operation', more: MORE, ...records, unit: '' },
    { name: 'WAL per operation', more: Infinity, ...kB, unit: 'kB' },
  ];
}

/** The last third of the minutes beside the middle one; the first warms up. */
export function verdict(minutes: readonly Minute[]): { goals: Goal[]; table: string } {
  const third = Math.floor(minutes.length / 3);
  const middle = minutes.slice(-2 * third, -third);
  const last = minutes.slice(-third);
  const flat: Flat[] = [
    ...MEMORY.map(({ name, more, of }) => ({
      name,
      more,
      // What is left after a collection: how high the heap climbs before one is chance.
      middle: Math.min(...middle.map(of)) / MB,
      last: Math.min(...last.map(of)) / MB,
      unit: 'MB',
    })),
    ...flatWal(middle, last),
  ];
  const table = columns([
    ['', 'middle', 'last', ''],
    ...flat.map((f) => [f.name, f.middle.toFixed(1), f.last.toFixed(1), f.unit]),
  ]);
  const problems = minutes.flatMap((m) => m.load.problems);
  return {
    table,
    goals: [
      ...flat
        .filter(({ more }) => Number.isFinite(more))
        .map(({ name, more, middle: before, last: now }) => ({
          goal: `${name}: the last third at most ${Math.round((more - 1) * 100)} % above the middle one`,
          is_met: now <= before * more,
        })),
      ...tablesAreTight(middle.at(-1)!.tables, last),
      { goal: 'nothing overdue at the end', is_met: last.at(-1)!.overdue === 0 },
      { goal: 'no answer that was not expected', is_met: problems.length === 0 },
    ],
  };
}

/** A table may grow with its rows; its dead rows may be what autovacuum leaves by its settings. */
function tablesAreTight(before: readonly Table[], last: readonly Minute[]): Goal[] {
  const now = last.at(-1)!.tables;
  return now.map(({ name, bytes, live }) => {
    const old = before.find((t) => t.name === name);
    const growth = old === undefined ? Infinity : Math.max(1, live / Math.max(1, old.live));
    const allowed = (old?.bytes ?? 0) * (old === undefined ? 1 : growth) * MORE + SLACK_BYTES;
    return {
      goal: `${name}: ${mb(bytes)} MB, ${live} rows${old === undefined ? '' : ` (${mb(old.bytes)} MB, ${old.live} at two thirds)`}, grown with its rows`,
      is_met: bytes <= allowed,
    };
  });
}
