/**
 * How many calls may still leave in this second. eSIM Go counts per IP address in fixed windows,
 * some calls as several; its headers say what is left to all who use the address.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Headers } from '../../outgoing/call.ts';

export type Budget = {
  /** Waits for a window that has room for a call of this cost. */
  take(cost: number): Promise<void>;
  /** What an answer said of the window. */
  heard(headers: Headers): void;
};

const WINDOW_MS = 1_000;
/** As long as eSIM Go has not said otherwise. */
export const PER_SECOND = 10;

export type Clock = { now(): number; wait(ms: number): Promise<unknown> };
const REAL: Clock = { now: Date.now, wait: (ms) => sleep(ms) };

/** `allowed`: what the operator allows, also where eSIM Go would allow more; null = all of it. */
export function rateBudget(allowed: number | null, clock: Clock = REAL): Budget {
  const capped = (limit: number): number =>
    allowed === null ? limit : Math.max(1, Math.min(limit, Math.floor(allowed)));
  let limit = capped(PER_SECOND);
  let left = limit;
  let until = 0;
  return {
    async take(cost) {
      for (;;) {
        const now = clock.now();
        if (now >= until) [left, until] = [limit, now + WINDOW_MS];
        // A call that costs more than a whole window is let out with a window to itself.
        const price = Math.min(cost, limit);
        if (left >= price) {
          left -= price;
          return;
        }
        await clock.wait(until - now);
      }
    },
    heard(headers) {
      const now = clock.now();
      const reset = Date.parse(String(headers['x-ratelimit-reset']));
      // Of a window that is over it says nothing that counts any more.
      if (!(reset > now)) return;
      // Their clock is not ours: a window never ends later than a window from here.
      until = Math.min(reset, now + WINDOW_MS);
      const theirs = count(headers['x-ratelimit-limit']);
      if (theirs !== null && theirs > 0) {
        left += capped(theirs) - limit;
        limit = capped(theirs);
      }
      // Ours has calls taken off that eSIM Go has not seen yet, theirs those of other processes.
      left = Math.min(left, count(headers['x-ratelimit-remaining']) ?? left);
    },
  };
}

const count = (value: string | string[] | undefined): number | null =>
  typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : null;
