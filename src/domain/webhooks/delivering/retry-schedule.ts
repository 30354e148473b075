/**
 * When a failed delivery is tried again. Pure: the random number and the time come from the caller.
 */
import { spreadPause } from '../../../db/due-work/back-off.ts';
import { retryAfterMs } from '../../../input/retry-after.ts';

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
 * many were made; `random` from 0 to 1; `retryAfterMs`: the receiver's Retry-After, which only lengthens.
 */
export const nextDelay = (
  tries: number,
  random: number,
  retryAfterMs: number | null,
): number | null => spreadPause(DELAYS_MS, tries, random, retryAfterMs);

/** What the receiver's Retry-After asks for, from `now` (real time); it counts on 429 and 503. */
export const readRetryAfter = (
  status: number | null,
  header: string | null,
  now: number,
): number | null => (status === 429 || status === 503 ? retryAfterMs(header, now) : null);
