/** The job runner, built from a Context: woken by graphile-worker, and by a sweep for what a lost wake-up left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCronItems, run, type Runner } from 'graphile-worker';
import type { Context, WakeKind } from './context.ts';
import { silentLogger } from './db/job-log.ts';
import { DUE, SCHEDULED } from './jobs/index.ts';

const SWEEP_MS = 1_000;
const RUNNER_STOP_MS = 5_000;

export type Worker = { stop(): Promise<void> };

export async function startWorker(ctx: Context): Promise<Worker> {
  let isStopping = false;
  const running = new Map<WakeKind, Promise<unknown>>();

  /** One pass per kind and process at a time; a nudge during a pass makes another follow. */
  const again = new Set<WakeKind>();
  const pass = (kind: WakeKind): Promise<unknown> => {
    const current = running.get(kind);
    if (current !== undefined) {
      again.add(kind);
      return current;
    }
    const work = (async () => {
      do {
        again.delete(kind);
        try {
          await DUE[kind](ctx, () => isStopping);
        } catch (error) {
          ctx.log.error(
            { kind, message: error instanceof Error ? error.message : String(error) },
            'due work failed; the sweep tries again',
          );
          return;
        }
      } while (again.has(kind) && !isStopping);
    })().finally(() => running.delete(kind));
    running.set(kind, work);
    return work;
  };

  const kinds = Object.keys(DUE) as WakeKind[];
  const tasks = {
    ...Object.fromEntries(
      kinds.map((kind) => [
        `wake:${kind}`,
        async () => {
          await pass(kind);
        },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(SCHEDULED).map(([name, job]) => [
        name,
        async () => {
          await job.run(ctx);
        },
      ]),
    ),
  };
  const launch = (): Promise<Runner> =>
    run({
      pgPool: ctx.db.pool,
      taskList: tasks,
      parsedCronItems: parseCronItems(
        Object.entries(SCHEDULED).map(([name, job]) => ({
          task: name,
          match: job.at,
          identifier: name,
        })),
      ),
      concurrency: 4,
      noHandleSignals: true,
      logger: silentLogger,
      // In batches a failure is handled; without, the library drops the promise and a lost connection would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
  let runner = await launch();
  /** The runner gives up when the database goes away. The sweep does not; nudges and the schedule come back here. */
  const supervised = (async () => {
    for (;;) {
      await runner.promise.catch(() => {});
      for (let isBack = false; !isBack;) {
        if (isStopping) return;
        await sleep(SWEEP_MS);
        try {
          runner = await launch();
          isBack = true;
        } catch (error) {
          ctx.log.warn(
            { message: error instanceof Error ? error.message : String(error) },
            'job runner',
          );
        }
      }
      if (isStopping) await runner.stop();
    }
  })();
  const sweep = setInterval(() => {
    for (const kind of kinds) void pass(kind);
  }, SWEEP_MS);
  return {
    async stop() {
      isStopping = true;
      clearInterval(sweep);
      // The runner only nudges: what is under way is in `running`. One that lost its database at the wrong moment never
      // comes to an end, so it is not waited for without limit.
      const runnerStopped = Promise.all([runner.stop().catch(() => {}), supervised]);
      await Promise.race([runnerStopped, sleep(RUNNER_STOP_MS, undefined, { ref: false })]);
      await Promise.all(running.values());
    },
  };
}
