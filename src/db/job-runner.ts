/**
 * graphile-worker's runner, launched anew whenever it comes to an end, whatever it says of itself.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCronItems, run, type Runner, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import { releaseJobsOf, sweepDeadJobs } from './dead-jobs.ts';
import { silentLogger } from './job-log.ts';

export type JobRunner = { stop(): Promise<void> };
export type JobRunnerOptions = {
  pool: pg.Pool;
  tasks: TaskList;
  /** name of a task → cron, UTC */
  schedule: Record<string, string>;
  onTrouble(message: string): void;
};

const RETRY_MS = 1_000;
/**
 * So long may a runner that is ending take; a few failures to complete jobs at once leave its
 * promise open for ever.
 */
const ENDING_MS = 5_000;
const SWEEP_MS = 10 * 60_000;
/** What the runner says when it is about to end. */
const LAST_WORDS = [
  'stop',
  'pool:gracefulShutdown',
  'pool:forcefulShutdown',
  'pool:fatalError',
] as const;

type Launched = { runner: Runner; id: string; ended: Promise<void> };

async function launch({ pool, tasks, schedule }: JobRunnerOptions): Promise<Launched> {
  const events = new EventEmitter();
  const ending = Promise.withResolvers<void>();
  let id = '';
  for (const name of LAST_WORDS) events.once(name, () => ending.resolve());
  events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    id = workerPool.id;
  });
  const runner = await run({
    pgPool: pool,
    taskList: tasks,
    parsedCronItems: parseCronItems(
      Object.entries(schedule).map(([name, at]) => ({ task: name, match: at, identifier: name })),
    ),
    concurrency: 4,
    noHandleSignals: true,
    logger: silentLogger,
    events,
    // In batches a failure is handled; without, the library drops the promise and a lost connection
    // would end the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  const ended = Promise.race([
    runner.promise.catch(() => {}),
    ending.promise.then(() => sleep(ENDING_MS, undefined, { ref: false })),
  ]);
  return { runner, id, ended };
}

/** Resolves when the first runner runs; later ones are launched until `stop`. */
export async function keepJobsRunning(options: JobRunnerOptions): Promise<JobRunner> {
  const { pool, onTrouble } = options;
  const say = (error: unknown): void =>
    onTrouble(error instanceof Error ? error.message : String(error));
  let isStopping = false;
  let current = await launch(options);
  const next = async (): Promise<void> => {
    while (!isStopping) {
      await sleep(RETRY_MS, undefined, { ref: false });
      try {
        current = await launch(options);
        return;
      } catch (error) {
        say(error);
      }
    }
  };
  const supervised = (async () => {
    while (!isStopping) {
      const { runner, id, ended } = current;
      await ended;
      if (isStopping) return;
      onTrouble('the job runner ended; another one is launched');
      // One that never settles still has its clock running.
      runner.stop().catch(() => {});
      await next();
      await releaseJobsOf(pool, [id]).catch(say);
    }
    await current.runner.stop().catch(() => {});
  })();
  const sweep = setInterval(() => void sweepDeadJobs(pool).catch(say), SWEEP_MS);
  sweep.unref();
  return {
    async stop() {
      isStopping = true;
      clearInterval(sweep);
      const stopped = Promise.all([current.runner.stop().catch(() => {}), supervised]);
      await Promise.race([stopped, sleep(ENDING_MS, undefined, { ref: false })]);
    },
  };
}
