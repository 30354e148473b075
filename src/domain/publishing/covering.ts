import type { Destination, Source } from '../catalog/types.ts';
import type { Standing } from './world.ts';

/** Sources that deliver the same: whether they fit a bundle is said of all of them at once. */
export type Alike = {
  all: readonly Source[];
  /** of which a price can be made: the cheapest few of each account, by cost */
  cheapest: readonly Source[];
  /** of which none can be made now */
  resting: readonly Source[];
};
/** The sources that work everywhere in a destination. */
export type Covering = (destination: Destination) => readonly Alike[];

/** Made once for all destinations: tens of thousands of sources are asked for hundreds of them. */
export function makeCovering(
  sources: readonly Source[],
  standingOf: (source: Source) => Standing,
): Covering {
  const delivered = new Map(sources.map((source) => [source, deliveredBy(source)]));
  const byCountry = new Map<string, Set<Source>>();
  for (const source of byCost(sources, standingOf))
    for (const iso3 of source.coverage) {
      const there = byCountry.get(iso3);
      if (there === undefined) byCountry.set(iso3, new Set([source]));
      else there.add(source);
    }
  const isResting = (source: Source): boolean => standingOf(source).whyNot !== null;
  return ({ iso3s }) => {
    const sets = iso3s.map((iso3) => byCountry.get(iso3));
    if (sets.length === 0 || sets.includes(undefined)) return [];
    const [fewest, ...others] = (sets as Set<Source>[]).sort((a, b) => a.size - b.size);
    const covering = [...fewest!].filter((source) => others.every((set) => set.has(source)));
    return [...Map.groupBy(covering, (source) => delivered.get(source)!).values()].map((all) => ({
      all,
      cheapest: cheapestOfEach(all.filter((source) => !isResting(source))),
      resting: all.filter(isResting),
    }));
  };
}

/** All that `fits-bundle.ts` looks at beside the countries. */
const deliveredBy = ({ bytes, daily_bytes, throttle_kbps, duration_days }: Source): string =>
  `${bytes} ${daily_bytes} ${throttle_kbps} ${duration_days}`;

function byCost(
  sources: readonly Source[],
  standingOf: (source: Source) => Standing,
): readonly Source[] {
  const cost = (source: Source): number => standingOf(source).cost ?? Infinity;
  return sources
    .map((source) => ({ source, cost: cost(source) }))
    .sort((a, b) => (a.cost === b.cost ? compareIds(a, b) : a.cost - b.cost))
    .map(({ source }) => source);
}

const compareIds = (a: { source: Source }, b: { source: Source }): number =>
  a.source.id < b.source.id ? -1 : 1;

/** Of one account: one is ordered from, the others take its place when it is no longer listed. */
const OF_AN_ACCOUNT = 3;

/**
 * Orders go to an account's cheapest source, so that no more than a few of each stand behind a
 * bundle: of the hundreds of articles that cover a country the dear ones would never be ordered.
 * Takes and gives them by cost.
 */
export function cheapestOfEach(byCost: readonly Source[]): Source[] {
  const taken = new Map<string, number>();
  return byCost.filter(({ account, esim_types }) => {
    const key = `${account} ${esim_types.join(' ')}`;
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    return before < OF_AN_ACCOUNT;
  });
}
