import type { Destination, Source } from '../catalog/types.ts';

/** The sources that work everywhere in a destination. */
export type Covering = (destination: Destination) => readonly Source[];

/** Made once for all destinations: tens of thousands of sources are asked for hundreds of them. */
export function makeCovering(sources: readonly Source[]): Covering {
  const byCountry = new Map<string, Set<Source>>();
  for (const source of sources)
    for (const iso3 of source.coverage) {
      const there = byCountry.get(iso3);
      if (there === undefined) byCountry.set(iso3, new Set([source]));
      else there.add(source);
    }
  return ({ iso3s }) => {
    const sets = iso3s.map((iso3) => byCountry.get(iso3));
    if (sets.length === 0 || sets.includes(undefined)) return [];
    const [fewest, ...others] = (sets as Set<Source>[]).sort((a, b) => a.size - b.size);
    return [...fewest!].filter((source) => others.every((set) => set.has(source)));
  };
}
