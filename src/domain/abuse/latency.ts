import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Settles as `work` does, but not before `ms` have passed: how long it took tells nobody what was
 * found.
 */
export async function atLeast<T>(ms: number, work: Promise<T>): Promise<T> {
  await Promise.allSettled([work, sleep(ms)]);
  return work;
}
