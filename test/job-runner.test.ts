/** The job runner comes back by itself, also where the library says nothing of its end. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { sweepDeadJobs } from '../src/db/dead-jobs.ts';
import { keepJobsRunning, type JobRunner } from '../src/db/job-runner.ts';
import { gate, until } from './faults/checks.ts';
import { startHubby, type Hubby } from './harness.ts';

describe('the job runner', () => {
  let hubby: Hubby;
  let runner: JobRunner;
  const troubles: string[] = [];
  /** Opens when four jobs wait, so that they complete 10 ms apart: each in a batch of its own. */
  const four = gate();
  let waiting = 0;
  const tasks = {
    quick: async () => {},
    apart: async () => {
      const place = ++waiting;
      if (place === 4) four.open();
      await four.wait();
      await sleep(place * 10);
    },
  };
  before(async () => {
    hubby = await startHubby();
    runner = await keepJobsRunning({
      pool: hubby.ctx.db.pool,
      tasks,
      schedule: {},
      onTrouble: (message) => void troubles.push(message),
    });
  });
  after(async () => {
    await runner.stop();
    await hubby.close();
  });
  const add = (task: string, key: string): Promise<unknown> =>
    hubby.sql('select graphile_worker.add_job($1, job_key => $2)', [task, key]);
  const done = (key: string): Promise<unknown> =>
    until(
      `${key} to be done`,
      async () =>
        (await hubby.sql('select 1 from graphile_worker.jobs where key = $1', [key])).length === 0,
    );

  it('is launched anew after several completions were refused together, and frees what the dead one held', async () => {
    await add('quick', 'before');
    await done('before');
    await hubby.sql(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`,
    );
    await hubby.sql(
      `create trigger refuse before delete on graphile_worker._private_jobs for each row when (old.key like 'stuck%') execute function refuse()`,
    );
    for (const n of [1, 2, 3, 4]) await add('apart', `stuck-${n}`);
    await until('the runner to end', async () => troubles.some((t) => t.includes('runner ended')));
    await hubby.sql('drop trigger refuse on graphile_worker._private_jobs');
    await add('quick', 'after');
    for (const key of ['after', 'stuck-1', 'stuck-2', 'stuck-3', 'stuck-4']) await done(key);
  });

  it('works on after its connections were cut', async () => {
    await hubby.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await add('quick', 'healed');
    await done('healed');
  });

  it('sweeps what dead processes left: frees it, and takes away what has no try left', async () => {
    const rows = await hubby.sql<{ id: string }>(
      `select (graphile_worker.add_job('unknown_here', max_attempts => n)).id from generate_series(1, 3) n`,
    );
    const ids = rows.map(({ id }) => id);
    const lock = (id: string, age: string): Promise<unknown> =>
      hubby.sql(
        `update graphile_worker._private_jobs set locked_by = 'dead' || $1, locked_at = now() - $2::interval, attempts = 1 where id = $1::bigint`,
        [id, age],
      );
    await lock(ids[0]!, '61 minutes');
    await lock(ids[1]!, '61 minutes');
    await lock(ids[2]!, '59 minutes');
    await sweepDeadJobs(hubby.ctx.db.pool);
    const left = await hubby.sql(
      `select id, locked_by from graphile_worker.jobs where task_identifier = 'unknown_here' order by id`,
    );
    assert.deepEqual(left, [
      { id: ids[1], locked_by: null },
      { id: ids[2], locked_by: `dead${ids[2]}` },
    ]);
  });
});
