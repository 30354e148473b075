/** Bundles of the catalogue → articles. */
import { MAX_MINOR } from '../../domain/money.ts';
import type { Article } from '../article.ts';
import { coverageOf } from '../coverage.ts';
import { bytes, id, list, object, text, unfit, type Fields } from '../fields.ts';
import { unwrapped } from './map.ts';
import { money } from './money.ts';

export type CataloguePage = {
  articles: Article[];
  /** bundles on the page, with those that make no sense */
  size: number;
  /** null = not said */
  pageCount: number | null;
};

const MB = 1_000_000;
const GB = 1_000 * MB;

/**
 * Full speed a day and what follows, by how the name begins. eSIM Go says it in texts only; that
 * "Plus" begins so is our reading of the other two.
 */
const UNLIMITED: [beginning: string, dailyBytes: number, kbps: number][] = [
  ['esim_UL_', 1 * GB, 512],
  ['esim_ULE_', 1 * GB, 1_250],
  ['esim_ULP_', 2 * GB, 2_000],
];

/** The list comes bare or wrapped. One bundle that makes no sense never costs us the others. */
export function toCataloguePage(value: unknown, currency: string): CataloguePage {
  const bundles = unwrapped(value, 'bundles');
  const articles = bundles.flatMap((one) => articleOrNothing(one, currency));
  const pages = Array.isArray(value) ? undefined : object(value, 'catalogue')['pageCount'];
  return {
    articles,
    size: bundles.length,
    pageCount: typeof pages === 'number' && Number.isSafeInteger(pages) ? pages : null,
  };
}

function articleOrNothing(value: unknown, currency: string): Article[] {
  try {
    return [toArticle(value, currency)];
  } catch {
    // Counted by the caller; what is wrong with it is eSIM Go's to know.
    return [];
  }
}

function toArticle(value: unknown, currency: string): Article {
  const from = object(value, 'bundle');
  // Any other way of billing charges something else than this price.
  if ((from['billingType'] ?? 'FixedCost') !== 'FixedCost') throw unfit('billingType');
  const name = id(from, 'name');
  const isUnlimited = from['unlimited'] === true;
  const [, dailyBytes, kbps] = (isUnlimited && UNLIMITED.find(([b]) => name.startsWith(b))) || [];
  const cost = money(from, 'price', currency);
  // Nothing is sold for nothing: as the cheapest of all it would be ordered first.
  if (cost.minor <= 0 || cost.minor > MAX_MINOR) throw unfit('price');
  return {
    id: name,
    topup_id: null,
    name: text(from, 'description'),
    bytes: isUnlimited ? null : toBytes(from),
    daily_bytes: dailyBytes ?? null,
    throttle_kbps: kbps ?? null,
    duration_days: toDays(from),
    coverage: toCoverage(from),
    cost,
    starts: 'first_use',
    activation_window_days: null,
    needs_kyc: false,
    can_top_up: true,
    imsi: null,
  };
}

function toBytes(from: Fields): number {
  const megabytes = bytes(from, 'dataAmount');
  const all = megabytes * MB;
  if (megabytes === 0 || !Number.isSafeInteger(all)) throw unfit('dataAmount');
  return all;
}

function toDays(from: Fields): number {
  const days = bytes(from, 'duration');
  if (days < 1 || days > 3_650) throw unfit('duration');
  return days;
}

/**
 * Where it works: `countries`, which may name a region, and the countries of that region. Codes that
 * are of no country are left out.
 */
function toCoverage(from: Fields): string[] {
  const named = ['countries', 'roamingEnabled'].flatMap((field) => list(from[field] ?? [], field));
  const coverage = coverageOf(
    named.map((one) => {
      const { iso, iso2 } = object(one, 'country');
      return iso ?? iso2;
    }),
  );
  if (coverage.length === 0) throw unfit('countries');
  return coverage;
}
