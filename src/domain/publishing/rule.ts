/** What an operator says once, so that sources become bundles with prices. */
import type { PackageType } from '../catalog/types.ts';

/** Above the cost: at least so many percent of it, and at least so many minor units. */
export type Margin = { percent: number; minimum: number };

/** `cheapest`: the others are there for when it fails. `dearest`: none of them is left out. */
export const PRICED_FROM = ['cheapest', 'dearest'] as const;

/** Stand for destinations without naming them. */
export const GROUPS = { ALL: '*', COUNTRIES: 'countries', REGIONS: 'regions' } as const;

export type PublishingRule = {
  name: string;
  /** of two rules that make the same bundle the lower one does, then the one whose name comes first */
  position: number;
  /** of all its amounts, which are minor units; the catalog's */
  currency: string;
  /** ids of destinations, or names of groups of them */
  destinations: string[];
  /** ids of destinations that it leaves out */
  except: string[];
  /** names of the supplier accounts whose sources it takes; null = all */
  accounts: string[] | null;
  /** of those that are limited at most one: as what a limited source is sold */
  types: PackageType[];
  /** bytes; null = as sources deliver them */
  sizes: number[] | null;
  /** days; null = as sources deliver them */
  durations: number[] | null;
  /** what its bundles promise of speed, as in `traffic-figures.ts` */
  traffic_policy: string | null;
  priced_from: (typeof PRICED_FROM)[number];
  margin: Margin;
  /** in place of `margin`, by the tier of the destination */
  margin_by_tier: Record<string, Margin>;
  /** no net price is below the cost and this: the larger of percent and minor units */
  floor: { percent: number; amount: number };
  /** digits in minor units that prices end with: `9` makes 4.21 4.29, `99` makes it 4.99 */
  rounding: { net: string | null; recommended: string | null };
  /**
   * The recommended price: this percentile of competitors' prices and `market_percent` more, or the
   * net price times `factor` where there are none, or percentile is null.
   */
  recommended: { factor: number; percentile: number | null; market_percent: number };
  /** of its bundles: lower wins where a partner's strategy has to choose */
  bundle_priority: number;
  /** bundles with its ids that were made by hand become its own */
  takes_over: boolean;
};

const LIMITED: readonly PackageType[] = ['data-limited', 'time-limited', 'starter'];

/** As what it sells a source with that many bytes (null = unlimited); null: not at all. */
export const typeFor = ({ types }: PublishingRule, bytes: number | null): PackageType | null =>
  types.find((type) => (bytes === null ? type === 'unlimited' : LIMITED.includes(type))) ?? null;

export const limitedTypes = (types: readonly PackageType[]): PackageType[] =>
  types.filter((type) => LIMITED.includes(type));

/** In the order in which they are asked. */
export const byPosition = (a: PublishingRule, b: PublishingRule): number =>
  a.position - b.position || (a.name < b.name ? -1 : 1);
