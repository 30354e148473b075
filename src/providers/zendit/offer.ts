/** What Zendit sells → our articles. */
import type { Article } from '../article.ts';
import { coverageOf } from '../coverage.ts';
import { id, list, number, object, orNull, text, unfit, type Fields } from '../fields.ts';
import { ProviderUnclear } from '../provider.ts';
import { allowance, flag, money } from './map.ts';

export type Read = { articles: Article[]; leftOut: number };

/**
 * The offers of one page that can be sold. One that is switched off stays listed and is no article;
 * one that makes no sense is left out and counted.
 */
export function toArticles(offers: readonly unknown[], bytesPerGb: number): Read {
  const articles: Article[] = [];
  let leftOut = 0;
  for (const offer of offers) {
    try {
      const article = toArticle(offer, bytesPerGb);
      if (article !== null) articles.push(article);
    } catch (error) {
      if (!(error instanceof ProviderUnclear)) throw error;
      leftOut++;
    }
  }
  return { articles, leftOut };
}

function toArticle(value: unknown, bytesPerGb: number): Article | null {
  const from = object(value, 'offer');
  if (!flag(from, 'enabled')) return null;
  if (from['productType'] !== 'ESIM') throw unfit('productType');
  if (from['priceType'] !== 'FIXED') throw unfit('priceType');
  const bytes = allowance(from, bytesPerGb);
  if (bytes === 0) throw unfit('dataGB');
  return {
    id: id(from, 'offerId'),
    topup_id: null,
    name: nameOf(from),
    bytes,
    // A speed after fair use stands in `notes` only, in prose.
    daily_bytes: null,
    throttle_kbps: null,
    duration_days: daysOf(from),
    coverage: countriesOf(from),
    cost: costOf(from),
    starts: 'first_use',
    activation_window_days: null,
    needs_kyc: false,
    can_top_up: true,
    imsi: null,
  };
}

function nameOf(from: Fields): string {
  const parts = ['brandName', 'shortNotes']
    .map((field) => from[field])
    .filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? id(from, 'offerId') : text({ name: parts.join(' ') }, 'name');
}

function daysOf(from: Fields): number {
  const days = number(from, 'durationDays');
  if (!Number.isInteger(days) || days < 1 || days > 3_650) throw unfit('durationDays');
  return days;
}

/** The home country, which regional offers have none of, and where it roams. */
function countriesOf(from: Fields): string[] {
  const roaming = list(from['roaming'] ?? [], 'roaming');
  const coverage = coverageOf([
    from['country'],
    ...roaming.map((one) => object(one, 'roaming')['country']),
  ]);
  if (coverage.length === 0) throw unfit('country');
  return coverage;
}

/**
 * With the fees, as a purchase is charged; a discount is not counted on. `feePct` is a percentage
 * of the fixed price.
 */
function costOf(from: Fields): Article['cost'] {
  const cost = object(from['cost'], 'cost');
  const fixed = number(cost, 'fixed');
  const fees =
    (orNull(number)(cost, 'fee') ?? 0) + (fixed * (orNull(number)(cost, 'feePct') ?? 0)) / 100;
  if (fixed <= 0 || fees < 0) throw unfit('cost');
  return money(Math.ceil(fixed + fees), cost['currencyDivisor'], cost['currency'], 'cost');
}
