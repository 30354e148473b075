/**
 * A database that is away when a process starts: waited for, since both are often started together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../context.ts';
import { isNotNow } from '../db/not-now.ts';

const WAIT_MS = 60_000;
const AGAIN_MS = 1_000;

/**
 * Tries `open` until it succeeds, fails for another reason than an absent database, or a minute has
 * passed.
 */
export async function awaitDatabase<T>(log: Log, open: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const isAway = isNotNow(error) || isNotNow((error as Error).cause);
      if (!isAway || performance.now() - begun > WAIT_MS) throw error;
      log.warn({ message: (error as Error).message }, 'waiting for the database');
      await sleep(AGAIN_MS);
    }
  }
}
