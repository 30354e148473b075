/** What is different between two catalogs: bundles that come, go, or cost something else. */
import { isDeepStrictEqual } from 'node:util';
import { toMajor } from '../money.ts';
import type { CatalogData } from './destinations.ts';
import type { Bundle } from './types.ts';

/** Longer lists are cut; `counts` has them all. */
const MAX_LISTED = 500;

export type BundleLine = { id: string; destination: string; label: string };
/** in major units of `currency` */
export type Price = { b2b_price: number; b2c_price: number; currency: string };
export type PriceChange = BundleLine & { before: Price; after: Price };

type Changes = {
  new: BundleLine[];
  gone: BundleLine[];
  /** the net price rises, or with the same net price the recommended one */
  dearer: PriceChange[];
  cheaper: PriceChange[];
  /** something else than the price is different, perhaps beside it */
  changed: BundleLine[];
};
export type CatalogDiff = Changes & {
  bundles: number;
  destinations: number;
  counts: Record<keyof Changes | 'unchanged', number>;
};

/** With counts of all, and of each list the beginning. */
export function listed({ bundles, destinations }: CatalogData, changes: Changes): CatalogDiff {
  const active = bundles.filter((b) => b.is_active);
  const touched = new Set(
    [changes.new, changes.dearer, changes.cheaper, changes.changed].flat().map(({ id }) => id),
  );
  const names = Object.keys(changes) as (keyof Changes)[];
  const counts = Object.fromEntries(names.map((name) => [name, changes[name].length]));
  const lines = Object.fromEntries(names.map((name) => [name, changes[name].slice(0, MAX_LISTED)]));
  return {
    bundles: bundles.length,
    destinations: destinations.length,
    counts: { ...counts, unchanged: active.length - touched.size } as CatalogDiff['counts'],
    ...(lines as Changes),
  };
}

/**
 * Of bundles on sale: one that is only switched off is gone, one that is switched on again is new.
 */
export function diff(before: readonly Bundle[], after: readonly Bundle[]): Changes {
  const onSale = (all: readonly Bundle[]): Map<string, Bundle> =>
    new Map(all.filter((b) => b.is_active).map((b) => [b.id, b]));
  const [old, next] = [onSale(before), onSale(after)];
  const kept = [...next.values()].filter((b) => old.has(b.id));
  const moved = kept
    .map((b) => ({ line: priceChange(old.get(b.id)!, b), by: rise(old.get(b.id)!, b) }))
    .filter(({ by }) => by !== 0);
  return {
    new: [...next.values()].filter((b) => !old.has(b.id)).map(lineOf),
    gone: [...old.values()].filter((b) => !next.has(b.id)).map(lineOf),
    dearer: moved.filter(({ by }) => by > 0).map(({ line }) => line),
    cheaper: moved.filter(({ by }) => by < 0).map(({ line }) => line),
    changed: kept.filter((b) => !isSameArticle(old.get(b.id)!, b)).map(lineOf),
  };
}

const lineOf = ({ id, destination, label }: Bundle): BundleLine => ({ id, destination, label });
const priceOf = ({ b2b_price, b2c_price, currency }: Bundle): Price => ({
  b2b_price: toMajor({ minor: b2b_price, currency }),
  b2c_price: toMajor({ minor: b2c_price, currency }),
  currency,
});
const priceChange = (before: Bundle, after: Bundle): PriceChange => ({
  ...lineOf(after),
  before: priceOf(before),
  after: priceOf(after),
});
const rise = (before: Bundle, after: Bundle): number =>
  after.b2b_price - before.b2b_price || after.b2c_price - before.b2c_price;

const isSameArticle = (a: Bundle, b: Bundle): boolean =>
  isDeepStrictEqual(withoutPrices(a), withoutPrices(b));

/** What a supplier's catalog says of a source no import changes. */
const withoutPrices = (bundle: Bundle): Bundle => ({
  ...bundle,
  b2b_price: 0,
  b2c_price: 0,
  sources: bundle.sources.map((source) => ({ ...source, is_stale: false, is_held: false })),
});
