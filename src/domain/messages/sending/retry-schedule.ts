/** When a postponed message is tried again. Pure: the random number comes from the caller. */
import { spreadPause } from '../../../db/due-work/back-off.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After the first, second … try; real time. */
export const DELAYS_MS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR] as const;
export const MAX_TRIES = DELAYS_MS.length + 1;

/**
 * Milliseconds, null when none is left. `tries`: how many were made; `random` from 0 to 1; `retryAfterS`:
 * what the other side asked for, which only lengthens.
 */
export const nextDelay = (
  tries: number,
  random: number,
  retryAfterS: number | null,
): number | null =>
  spreadPause(DELAYS_MS, tries, random, retryAfterS === null ? null : retryAfterS * 1000);
