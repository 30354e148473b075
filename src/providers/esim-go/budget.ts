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

/** `allowed`: what the operator allows, also where eSIM Go would allow more; null = all of it. */
export function rateBudget(allowed: number | null): Budget {
  const capped = (limit: number): number =>
    allowed === null ? limit : Math.max(1, Math.min(limit, Math.floor(allowed)));
  let limit = capped(PER_SECOND);
  let left = limit;
  let until = 0;
  return {
    async take(cost) {
      for (;;) {
        const now = Date.now();
        if (now >= until) [left, until] = [limit, now + WINDOW_MS];
        // A call that costs more than a whole window is let out with a window to itself.
        const price = Math.min(cost, limit);
        if (left >= price) {
          left -= price;
          return;
        }
        await sleep(until - now);
      }
    },
    heard(headers) {
      const theirs = count(headers['x-ratelimit-limit']);
      if (theirs !== null && theirs > 0) {
        left += capped(theirs) - limit;
        limit = capped(theirs);
      }
      const remaining = count(headers['x-ratelimit-remaining']);
      // Ours has calls taken off that eSIM Go has not seen yet, theirs those of other processes.
      if (remaining !== null) left = Math.min(left, remaining);
      // Their clock is not ours: a window never ends later than a window from here.
      const reset = Date.parse(String(headers['x-ratelimit-reset']));
      if (reset > Date.now()) until = Math.min(reset, Date.now() + WINDOW_MS);
    },
  };
}

const count = (value: string | string[] | undefined): number | null =>
  typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : null;
