/**
 * How long a provider may be silent about an eSIM before it is asked, and who goes first where an
 * account's limits do not suffice for all. Pure. Those that tell usage by themselves are asked when
 * that has failed; of the others every figure comes by asking.
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

/** As stored with the row: of what is due, the lower goes first. */
export const RANK = {
  /** something is about to happen: the provider hinted at it, or little is left */
  urgent: 0,
  /** data is being used */
  active: 1,
  /** it may be used any moment */
  ready: 2,
  /** nothing is expected of it */
  silent: 3,
} as const;
export type Rank = (typeof RANK)[keyof typeof RANK];
const BY_RANK: readonly Rank[] = [RANK.urgent, RANK.active, RANK.ready, RANK.silent];
/** First use is noticed by asking, so those that wait for it are never left out for good. */
const SHARE_OF_READY = 1 / 8;
const SHARE_OF_SILENT = 1 / 32;

/** In which order ranks are taken this time. `random`: from 0 to 1. */
export function ranksNow(random: number): readonly Rank[] {
  if (random < SHARE_OF_SILENT) return startingWith(RANK.silent);
  return random < SHARE_OF_SILENT + SHARE_OF_READY ? startingWith(RANK.ready) : BY_RANK;
}

const startingWith = (first: Rank): readonly Rank[] => [
  first,
  ...BY_RANK.filter((rank) => rank !== first),
];

export type PollPlan = { everyMs: number; rank: Rank };

export function planOf(pace: Pace): PollPlan {
  const rank = rankOf(pace);
  return { everyMs: pace.tellsUsage ? SILENCE_MS : EVERY_MS[rank], rank };
}

const EVERY_MS: Record<Rank, number> = {
  [RANK.urgent]: QUARTER_MS,
  [RANK.active]: HOUR_MS,
  [RANK.ready]: HOUR_MS,
  [RANK.silent]: SILENCE_MS,
};

function rankOf({ isOnDevice, isActive, leastLeft, ageMs }: Pace): Rank {
  if (isActive) return leastLeft !== null && leastLeft < LITTLE_LEFT ? RANK.urgent : RANK.active;
  return isOnDevice || ageMs < FRESH_MS ? RANK.ready : RANK.silent;
}

/** After a package was put on an eSIM. */
export const firstPlan = (tellsUsage: boolean): PollPlan =>
  planOf({ tellsUsage, isOnDevice: false, isActive: false, leastLeft: null, ageMs: 0 });
