/**
 * Gathers what became of attempts and writes it in one statement, one after another per endpoint.
 * The more go together, the less each costs, and nobody waits for it: an endpoint that has nothing
 * more to be sent is written down at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../context.ts';
import { isSuccess } from './attempt.ts';
import { recordAttempts, type Result } from './record-attempts.ts';
import { atDatabase } from './database-limiter.ts';
import { healthAfter } from './health.ts';
import { noteHealth } from './note-health.ts';

const GATHER_MS = 50;
const MAX = 200;
const TRIES = 3;

export type Results = {
  add(result: Result): void;
  /** not written yet */ size(): number;
  /** Waits for no more; resolves when all is written. */ written(): Promise<void>;
};

export function gatherResults(ctx: Context, partnerId: string): Results {
  let waiting: Result[] = [];
  let unwritten = 0;
  let writing: Promise<void> | null = null;
  let isHurried = false;
  let hurry = (): void => {};

  const gather = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isHurried) hurry();
    });
  /** One row per event in a statement: a second attempt of the same waits for the next. */
  function take(): Result[] {
    const ids = new Set<string>();
    const batch: Result[] = [];
    const later: Result[] = [];
    for (const result of waiting) {
      const isNow = ids.size < MAX && !ids.has(result.event_id);
      (isNow ? batch : later).push(result);
      if (isNow) ids.add(result.event_id);
    }
    waiting = later;
    return batch;
  }
  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < MAX) await gather();
      const batch = waiting.length <= 1 ? waiting.splice(0) : take();
      await write(ctx, partnerId, batch);
      unwritten -= batch.length;
    }
  }
  return {
    add(result) {
      waiting.push(result);
      unwritten++;
      if (waiting.length === MAX) hurry();
      writing ??= writeAll().finally(() => {
        writing = null;
      });
    },
    size: () => unwritten,
    async written() {
      isHurried = true;
      hurry();
      while (writing !== null) await writing;
      isHurried = false;
    },
  };
}

/**
 * What cannot be written is attempted again when its lease has run out: more than once, never not
 * at all. Attempts that are written stay so, whatever becomes of the endpoint's health, which the
 * next ones look at anew.
 */
async function write(ctx: Context, partnerId: string, batch: Result[]): Promise<void> {
  const complain = (message: string) => (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    ctx.log.warn({ partner_id: partnerId, attempts: batch.length, message: reason }, message);
  };
  const before = await untilDone(
    () => atDatabase(partnerId, () => recordAttempts(ctx.db, partnerId, batch)),
    complain('webhook attempts were not written'),
  );
  if (before === undefined) return;
  await untilDone(
    () => watch(ctx, partnerId, before, batch),
    complain('the health of a webhook endpoint was not written'),
  );
}

/** Undefined when it failed so many times, too. */
async function untilDone<T>(
  work: () => Promise<T>,
  onFailure: (error: unknown) => void,
): Promise<T | undefined> {
  for (let n = 1; n <= TRIES; n++) {
    try {
      return await work();
    } catch (error) {
      onFailure(error);
    }
    if (n < TRIES) await sleep(50 * n);
  }
  return undefined;
}

async function watch(
  ctx: Context,
  partnerId: string,
  before: { is_enabled: boolean; failing_since: Date | null; warnings: number },
  batch: Result[],
): Promise<void> {
  if (!before.is_enabled) return;
  const outcomes = batch.map((r) => ({
    isSuccess: isSuccess(r.status_code),
    attemptedAt: r.attempted_at,
    endedAt: r.ended_at,
    isGone: r.status_code === 410,
    url: r.url,
  }));
  const health = healthAfter(
    { failingSince: before.failing_since, warnings: before.warnings },
    outcomes,
  );
  const isSame =
    health.failingSince?.getTime() === before.failing_since?.getTime() &&
    health.warnings === before.warnings &&
    !health.disable;
  if (!isSame || outcomes.some((o) => o.isGone)) await noteHealth(ctx, partnerId, outcomes);
}
