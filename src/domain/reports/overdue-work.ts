/** What workers should have done a minute ago: nothing, as long as one of them runs. */
import type { Context } from '../../context.ts';

export type Overdue = { work: string; count: number; /** of the oldest */ seconds: number };

/**
 * Where due work stands, and the column that says since when. Timers are left out: finding the late
 * ones reads all.
 */
const PLACES: Record<string, [table: string, due: string]> = {
  jobs: [
    'graphile_worker.jobs',
    'case when locked_at is null and attempts < max_attempts then run_at end',
  ],
  orders: ['provider_orders', 'next_attempt_at'],
  replacements: ['replacement_work', 'next_attempt_at'],
  reports: ['due_reports', 'due_at'],
  deliveries: ['deliveries', 'next_attempt_at'],
  messages: ['dispatches', 'next_attempt_at'],
};
const OVERDUE = Object.entries(PLACES)
  .map(
    ([work, [table, due]]) =>
      `select '${work}' as work, count(*) as count,
         coalesce(extract(epoch from now() - min(${due})), 0)::float8 as seconds
       from ${table}
       where ${due} < now() - interval '1 minute'`,
  )
  .join(' union all ');

export async function overdueWork(ctx: Context): Promise<Overdue[]> {
  return ctx.db.rows<Overdue>(OVERDUE);
}

/**
 * Seconds since a job was last put on by the clock: beyond two minutes no job runner is alive. Null
 * before the first.
 */
export async function secondsSinceSchedule(ctx: Context): Promise<number | null> {
  const row = await ctx.db.one<{ seconds: number | null }>(
    `select extract(epoch from now() - max(last_execution))::float8 as seconds
     from graphile_worker._private_known_crontabs`,
  );
  return row?.seconds ?? null;
}
