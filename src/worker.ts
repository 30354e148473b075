/** The job runner, built from a Context: woken by graphile-worker, and by a sweep for what a lost wake-up left. */
import { parseCronItems, run, type Runner } from 'graphile-worker';
import type { Context, WakeKind } from './context.ts';
import { silentLogger } from './db/job-log.ts';
import { DUE, SCHEDULED } from './jobs/index.ts';

const SWEEP_MS = 1_000;

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
          ctx.log.error({ kind, message: error instanceof Error ? error.message : String(error) }, 'due work failed; the sweep tries again');
          return;
        }
      } while (again.has(kind) && !isStopping);
    })().finally(() => running.delete(kind));
    running.set(kind, work);
    return work;
  };

  const kinds = Object.keys(DUE) as WakeKind[];
  const tasks = {
    ...Object.fromEntries(kinds.map((kind) => [`wake:${kind}`, async () => { await pass(kind); }])),
    ...Object.fromEntries(Object.entries(SCHEDULED).map(([name, job]) => [name, async () => { await job.run(ctx); }])),
  };
  const runner: Runner = await run({
    pgPool: ctx.db.pool,
    taskList: tasks,
    parsedCronItems: parseCronItems(Object.entries(SCHEDULED).map(([name, job]) => ({ task: name, match: job.at, identifier: name }))),
    concurrency: 4,
    noHandleSignals: true,
    logger: silentLogger,
  });
  const sweep = setInterval(() => { for (const kind of kinds) void pass(kind); }, SWEEP_MS);
  return {
    async stop() {
      isStopping = true;
      clearInterval(sweep);
      await Promise.all([runner.stop(), ...running.values()]);
    },
  };
}
