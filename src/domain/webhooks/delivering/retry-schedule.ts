/**
 * When a failed delivery is tried again. Pure: the random number and the time come from the caller.
 */
import { spreadPause } from '../../../db/due-work/back-off.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After the first, second … attempt. */
export const DELAYS_MS = [
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
export const MAX_TRIES = DELAYS_MS.length + 1;

/**
 * Milliseconds from the end of the attempt before, null when there is none to come. `tries`: how
 * many were made; `random` from 0 to 1; `wishMs`: the receiver's Retry-After, which only lengthens.
 */
export const nextDelay = (tries: number, random: number, wishMs: number | null): number | null =>
  spreadPause(DELAYS_MS, tries, random, wishMs);

/**
 * Retry-After in milliseconds from `now` (real time): seconds or an HTTP date, null for anything
 * else. Counts on 429 and 503 only.
 */
export function retryAfterMs(
  status: number | null,
  header: string | null,
  now: number,
): number | null {
  if (header === null || (status !== 429 && status !== 503)) return null;
  const text = header.trim();
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3,9},? .*\d{4}|^[A-Za-z]{3} [A-Za-z]{3} /.test(text)) return null;
  const at = Date.parse(/(GMT|UTC)$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
