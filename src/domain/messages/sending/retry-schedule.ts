/** When a postponed message is tried again. Pure: the random number comes from the caller. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After the first, second … try; real time. */
export const DELAYS_MS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR] as const;
export const MAX_TRIES = DELAYS_MS.length + 1;
const JITTER = 0.2;

/**
 * Milliseconds, null when none is left. `tries`: how many were made; `random` from 0 to 1; `wishS`:
 * what the other side asked for, which only lengthens.
 */
export function nextDelay(tries: number, random: number, wishS: number | null): number | null {
  const delay = DELAYS_MS[tries - 1];
  return delay === undefined
    ? null
    : Math.max(
        Math.round(delay * (1 - JITTER + 2 * JITTER * random)),
        Math.min((wishS ?? 0) * 1000, 24 * HOUR),
      );
}
