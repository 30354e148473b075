/**
 * How long to wait after a try that came to nothing. Pure: the random number comes from the caller.
 */
const JITTER = 0.2;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

/** After so many tries (from 0) by the schedule, its last pause again and again; in its own unit. */
export const pauseAfter = (schedule: readonly number[], tries: number): number =>
  schedule[Math.min(tries, schedule.length - 1)]!;

/**
 * Milliseconds after so many tries (from 1), null when the schedule is used up. Spread by a fifth
 * either way (`random` from 0 to 1), so that what failed together does not come again together.
 * `retryAfterMs`: what the other side asked for, which only lengthens, to a day at most.
 */
export function spreadPause(
  scheduleMs: readonly number[],
  tries: number,
  random: number,
  retryAfterMs: number | null,
): number | null {
  const pause = scheduleMs[tries - 1];
  if (pause === undefined) return null;
  const spread = Math.round(pause * (1 - JITTER + 2 * JITTER * random));
  return Math.max(spread, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
}
