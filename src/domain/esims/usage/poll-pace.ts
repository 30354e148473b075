/**
 * How long a provider may be silent about an eSIM before it is asked. Pure. Those that tell usage by
 * themselves are asked when that has failed; of the others every figure comes by asking.
 */
export const SILENCE_MS = 6 * 3_600_000;
const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
/** From here on the last thresholds are near. */
const LITTLE_LEFT = 0.2;
/** Most eSIMs are installed within days of being made; then nobody waits for it any more. */
const FRESH_MS = 2 * 24 * HOUR_MS;

export type Pace = {
  /** the provider's callbacks carry usage */
  tellsUsage: boolean;
  isOnDevice: boolean;
  /** a package on it was used and is not over */
  isActive: boolean;
  /** of the package that has least left, 0 to 1; null where nothing limited is active */
  leastLeft: number | null;
  /** since its newest package was put on it */
  ageMs: number;
};

export function paceMs({ tellsUsage, isOnDevice, isActive, leastLeft, ageMs }: Pace): number {
  if (tellsUsage) return SILENCE_MS;
  if (isActive) return leastLeft !== null && leastLeft < LITTLE_LEFT ? QUARTER_MS : HOUR_MS;
  return isOnDevice || ageMs < FRESH_MS ? HOUR_MS : SILENCE_MS;
}

/** After a package was put on an eSIM. */
export const firstPollMs = (tellsUsage: boolean): number =>
  paceMs({ tellsUsage, isOnDevice: false, isActive: false, leastLeft: null, ageMs: 0 });
