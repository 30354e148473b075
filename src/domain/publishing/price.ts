/** What a bundle costs partners, and what they are recommended to ask for it. Minor units, pure. */
import { addPercent, MAX_MINOR, toMajor } from '../money.ts';
import { TOO_MUCH } from '../catalog/csv/cells.ts';
import type { PublishingRule } from './rule.ts';

export type Prices = { net: number; recommended: number };

/** How much a net price has to be above a cost at least. */
export function floorOf({ floor }: Pick<PublishingRule, 'floor'>, cost: number): number {
  // Whole thousandths of a percent, so that nothing is lost before it is rounded up.
  const share = Math.ceil((cost * Math.round(floor.percent * 1_000)) / 100_000);
  return Math.max(share, floor.amount);
}

/**
 * `figures`: competitors' prices of the same, ascending; empty where none are known. Always at least
 * cost and floor, and the recommended one above the net one. Null where that is more than a price
 * can be.
 */
export function priceOf(
  rule: PublishingRule,
  tier: number,
  cost: number,
  figures: readonly number[],
): Prices | null {
  const margin = rule.margin_by_tier[tier] ?? rule.margin;
  const wanted = Math.max(
    addPercent(cost, margin.percent),
    cost + margin.minimum,
    cost + floorOf(rule, cost),
  );
  const net = roundUp(wanted, rule.rounding.net);
  const recommended = roundUp(
    Math.max(net + 1, recommendedOf(rule, net, figures)),
    rule.rounding.recommended,
  );
  const isTooMuch =
    recommended > MAX_MINOR || toMajor({ minor: recommended, currency: rule.currency }) >= TOO_MUCH;
  return isTooMuch ? null : { net, recommended };
}

function recommendedOf(
  { recommended: { factor, percentile, market_percent } }: PublishingRule,
  net: number,
  figures: readonly number[],
): number {
  if (percentile === null || figures.length === 0) return addPercent(net, (factor - 1) * 100);
  return addPercent(percentileOf(figures, percentile), market_percent);
}

/** Between two figures in proportion; 50 is the median. Rounded to a whole minor unit. */
export function percentileOf(ascending: readonly number[], percentile: number): number {
  const place = ((ascending.length - 1) * percentile) / 100;
  const below = ascending[Math.floor(place)]!;
  const above = ascending[Math.ceil(place)]!;
  return Math.round(below + (above - below) * (place - Math.floor(place)));
}

/** The least amount from `minor` on that ends with these digits; null = any. */
export function roundUp(minor: number, ending: string | null): number {
  if (ending === null) return minor;
  const step = 10 ** ending.length;
  const rest = (((Number(ending) - minor) % step) + step) % step;
  return minor + rest;
}
