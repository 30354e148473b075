/** What eSIM Access sells → our articles. */
import type { Article } from '../article.ts';
import { coverageOf } from '../coverage.ts';
import { bytes, id, list, number, object, orNull, text, unfit, type Fields } from '../fields.ts';
import { ProviderUnclear } from '../provider.ts';
import { DAILY, filled, money } from './map.ts';

/** The kind of data that day passes are not. Others have been seen and are described nowhere. */
const WHOLE = 1;
const STARTS = new Map<unknown, Article['starts']>([
  [1, 'installation'],
  [2, 'first_use'],
]);
const CAN_TOP_UP = 2;
/** More than any allowance, also of a year of days: above it a figure is a mistake. */
const PLAUSIBLE_BYTES = 2 ** 43;
const MAX_DAYS = 3_650;

/**
 * A day pass is ordered by its code and a number of days, and has no price but that of a day: each
 * length that is sold is an article of its own, `<code>@<days>`.
 */
export const dayPassId = (code: string, days: number): string => `${code}@${days}`;

/** What an article is called in an order; `days` null = of a fixed length. */
export function toItem(articleId: string): { code: string; days: number | null } {
  const [, code, days] = /^(.+)@([1-9]\d{0,2})$/.exec(articleId) ?? [];
  return code === undefined || days === undefined
    ? { code: articleId, days: null }
    : { code, days: Number(days) };
}

/** Those of a list that can be sold; one that makes no sense is left out and counted. */
export function toArticles(
  value: unknown,
  dayPassDays: readonly number[],
): { articles: Article[]; leftOut: number } {
  const articles = new Map<string, Article>();
  let leftOut = 0;
  for (const one of list(object(value, 'obj')['packageList'], 'packageList')) {
    try {
      for (const article of toArticle(object(one, 'package'), dayPassDays)) {
        // Which of two would be ordered by one code nobody knows.
        if (articles.has(article.id)) throw unfit('packageCode');
        articles.set(article.id, article);
      }
    } catch (error) {
      if (!(error instanceof ProviderUnclear)) throw error;
      leftOut++;
    }
  }
  return { articles: [...articles.values()], leftOut };
}

/** One, or a day pass in each of its lengths. */
function toArticle(from: Fields, dayPassDays: readonly number[]): Article[] {
  const isDaily = from['dataType'] === DAILY;
  if (!isDaily && from['dataType'] !== WHOLE) throw unfit('dataType');
  if (from['durationUnit'] !== 'DAY') throw unfit('durationUnit');
  if (from['currencyCode'] !== 'USD') throw unfit('currencyCode');
  const duration = days(from, 'duration');
  const volume = whole(from, 'volume', 1, PLAUSIBLE_BYTES);
  const base = baseOf(from);
  if (!isDaily)
    return [{ ...base, bytes: volume, duration_days: duration, cost: money(from, 'price') }];
  if (duration !== 1) throw unfit('duration');
  // Who goes on at a lower speed after the day's allowance has no whole one.
  const isCutOff = filled(text)(from, 'fupPolicy') === null;
  return dayPassDays.map((count) => ({
    ...base,
    id: dayPassId(base.id, count),
    bytes: isCutOff ? volume * count : null,
    // How many days a top-up would have is described nowhere.
    can_top_up: false,
    daily_bytes: volume,
    duration_days: count,
    cost: money(from, 'price', count),
  }));
}

function baseOf(from: Fields): Omit<Article, 'bytes' | 'duration_days' | 'cost'> {
  const code = id(from, 'packageCode');
  // It would be ordered as a day pass.
  if (toItem(code).days !== null) throw unfit('packageCode');
  const starts = STARTS.get(from['activeType']);
  if (starts === undefined) throw unfit('activeType');
  const coverage = coverageOf(text(from, 'location').split(','));
  if (coverage.length === 0) throw unfit('location');
  if (number(from, 'price') <= 0) throw unfit('price');
  return {
    id: code,
    topup_id: null,
    name: text(from, 'name'),
    daily_bytes: null,
    throttle_kbps: speedOf(filled(text)(from, 'fupPolicy')),
    coverage,
    starts,
    activation_window_days: orNull(days)(from, 'unusedValidTime'),
    needs_kyc: false,
    can_top_up: from['supportTopUpType'] === CAN_TOP_UP,
    imsi: null,
  };
}

const days = (from: Fields, field: string): number => whole(from, field, 1, MAX_DAYS);

function whole(from: Fields, field: string, least: number, most: number): number {
  const value = bytes(from, field);
  if (value < least || value > most) throw unfit(field);
  return value;
}

const KBPS = new Map([
  ['k', 1],
  ['m', 1_000],
  ['g', 1_000_000],
]);

/** kbit/s of a text such as `1 Mbps`, null = none, or none that can be read. */
function speedOf(policy: string | null): number | null {
  const [, figure, unit] =
    /(\d{1,6}(?:\.\d{1,3})?) ?([kmg])(?:bps|bit\/s|b\/s)/i.exec(policy ?? '') ?? [];
  if (figure === undefined || unit === undefined) return null;
  const kbps = Math.floor(Number(figure) * KBPS.get(unit.toLowerCase())!);
  return kbps > 0 ? kbps : null;
}

/** A top-up that the telco offers for an eSIM. */
export type TopUp = { code: string; slug: string | null };

/** Those of a list that make sense. */
export function toTopUps(value: unknown): TopUp[] {
  return list(object(value, 'obj')['packageList'], 'packageList').flatMap((one) => {
    try {
      const from = object(one, 'package');
      const slug = from['slug'];
      return {
        code: id(from, 'packageCode'),
        slug: typeof slug === 'string' && slug !== '' ? slug : null,
      };
    } catch (error) {
      if (!(error instanceof ProviderUnclear)) throw error;
      return [];
    }
  });
}
