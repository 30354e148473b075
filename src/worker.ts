/**
 * The job runner, built from a Context: woken by graphile-worker, and by a sweep for what a lost
 * wake-up left.
 */
import type { Context, WakeKind } from './context.ts';
import { keepJobsRunning } from './db/job-runner.ts';
import { DUE, SCHEDULED } from './jobs/index.ts';

const SWEEP_MS = 1_000;

export type Worker = { stop(): Promise<void> };

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export async function startWorker(ctx: Context): Promise<Worker> {
  let isStopping = false;
  const { pass, ended } = onePassAtATime(ctx, () => isStopping);

  /** The job is tried again by itself; without this line nobody would hear of it. */
  const scheduled = async (name: string): Promise<void> => {
    try {
      await SCHEDULED[name]!.run(ctx);
    } catch (error) {
      ctx.log.error({ job: name, message: messageOf(error) }, 'a scheduled job failed');
      throw error;
    }
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
    ...Object.fromEntries(Object.keys(SCHEDULED).map((name) => [name, () => scheduled(name)])),
  };
  // The runner gives up when the database goes away; the sweep does not.
  const jobs = await keepJobsRunning({
    pool: ctx.db.pool,
    tasks,
    schedule: Object.fromEntries(Object.entries(SCHEDULED).map(([name, { at }]) => [name, at])),
    onTrouble: (message) => ctx.log.warn({ message }, 'job runner'),
  });
  const sweep = setInterval(() => {
    for (const kind of kinds) void pass(kind);
  }, SWEEP_MS);
  return {
    async stop() {
      isStopping = true;
      clearInterval(sweep);
      // The runner only nudges: what is under way is in the passes.
      await jobs.stop();
      await ended();
    },
  };
}

type Passes = {
  /** looks for due work of a kind */
  pass(kind: WakeKind): Promise<unknown>;
  /** when all that are under way have ended */
  ended(): Promise<unknown>;
};

/** One pass per kind and process at a time; a nudge during a pass makes another follow. */
function onePassAtATime(ctx: Context, isStopping: () => boolean): Passes {
  const running = new Map<WakeKind, Promise<unknown>>();
  const again = new Set<WakeKind>();
  const work = async (kind: WakeKind): Promise<void> => {
    do {
      again.delete(kind);
      try {
        await DUE[kind](ctx, isStopping);
      } catch (error) {
        ctx.log.error(
          { kind, message: messageOf(error) },
          'due work failed; the sweep tries again',
        );
        return;
      }
    } while (again.has(kind) && !isStopping());
  };
  return {
    pass(kind) {
      const current = running.get(kind);
      if (current !== undefined) {
        again.add(kind);
        return current;
      }
      const pass = work(kind).finally(() => running.delete(kind));
      running.set(kind, pass);
      return pass;
    },
    ended: () => Promise.all(running.values()),
  };
}
