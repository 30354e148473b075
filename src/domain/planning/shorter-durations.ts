/** What lasts longest of what is on sale, for entries that leave the duration to us. */
import type { Bundle, Destination } from '../catalog/types.ts';
import type { Market } from './market.ts';
import { fits, sellable, type Criteria } from './route.ts';

type Where = { kind: 'one'; destination: Destination } | { kind: 'several' };

/** Days of bundles that fit but for lasting too short, the longest first. */
export function shorterDurations(market: Market, place: Where, criteria: Criteria): number[] {
  const any = { ...criteria, duration: 1 };
  const days = bundlesAt(market, place)
    .filter((b) => b.duration_days < criteria.duration && fits(b, any) && sellable(market, b, any))
    .map((b) => b.duration_days);
  return [...new Set(days)].sort((a, b) => b - a);
}

const bundlesAt = ({ catalog }: Market, place: Where): readonly Bundle[] =>
  (place.kind === 'one' ? [place.destination] : catalog.destinations).flatMap((d) =>
    d.is_active ? catalog.bundlesOf(d.id) : [],
  );
