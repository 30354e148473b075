/** Which thresholds of a package are crossed, and when the next one falls due by time. Pure. */
import type { PackageType } from '../../catalog/types.ts';

export const THRESHOLDS = [20, 50, 80, 100] as const;
export type Threshold = (typeof THRESHOLDS)[number];

export type Consumption = {
  type: PackageType;
  usedBytes: number;
  /** null = unlimited */
  totalBytes: number | null;
  /** null before the first use */
  activatedAt: Date | null;
  expiresAt: Date | null;
};

/**
 * Bytes count wherever there are so many, elapsed validity for all but data-limited: whichever is
 * further.
 */
const countsBytes = (c: Consumption): boolean => c.totalBytes !== null;
const countsTime = (c: Consumption): boolean => c.type !== 'data-limited';

const bytesReach = (c: Consumption, percent: number): boolean =>
  countsBytes(c) && c.usedBytes * 100 >= c.totalBytes! * percent;
const timeReaches = (c: Consumption, percent: number, now: Date): boolean => {
  const at = instantOfPercent(c, percent);
  return at !== null && now >= at;
};

/**
 * The first millisecond at which so much of the validity has elapsed; null where time does not
 * count.
 */
function instantOfPercent(c: Consumption, percent: number): Date | null {
  const { activatedAt, expiresAt } = c;
  if (activatedAt === null || expiresAt === null || !countsTime(c)) return null;
  return new Date(
    activatedAt.getTime() +
      Math.ceil(((expiresAt.getTime() - activatedAt.getTime()) * percent) / 100),
  );
}

/** In order; `previous` is the highest one that was crossed before, 0 for none. */
export const crossed = (c: Consumption, previous: number, now: Date): Threshold[] =>
  THRESHOLDS.filter(
    (percent) => percent > previous && (bytesReach(c, percent) || timeReaches(c, percent, now)),
  );

/** When the next threshold after `previous` is reached by time alone. */
export function nextByTime(c: Consumption, previous: number): Date | null {
  const percent = THRESHOLDS.find((p) => p > previous);
  return percent === undefined ? null : instantOfPercent(c, percent);
}
