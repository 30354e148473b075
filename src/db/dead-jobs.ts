/**
 * Jobs whose runner is gone. The library frees them after four hours and keeps those that have no
 * try left for ever; here no job takes an hour, and each may run twice.
 */
import type pg from 'pg';

/** Frees what the runners of these ids hold. */
export const releaseJobsOf = (pool: pg.Pool, ids: string[]): Promise<unknown> =>
  pool.query('select graphile_worker.force_unlock_workers($1)', [ids]);

/** Frees what nobody can still be working on, and takes away what is not tried any more. */
export async function sweepDeadJobs(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct locked_by as id
     from graphile_worker.jobs
     where locked_at < now() - interval '1 hour'`,
  );
  await releaseJobsOf(
    pool,
    rows.map(({ id }) => id),
  );
  await pool.query(
    `select graphile_worker.complete_jobs(array(
       select id from graphile_worker.jobs where locked_at is null and attempts >= max_attempts))`,
  );
}
