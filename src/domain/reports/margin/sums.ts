/** Sums of the margin report, in one currency each. */
import { toMajor } from '../../money.ts';
import type { DayRow } from './orders-by-day.ts';
import type { Convert } from './rates-of-days.ts';

type Labels = {
  partner_id?: string;
  partner?: string;
  bundle_id?: string | null;
  supplier?: string;
  month?: string;
};
export type MarginRow = Labels & {
  currency: string;
  packages: number;
  /** major units, like all amounts here */
  revenue: number;
  cost: number;
  /** null where the cost is not known whole */
  margin: number | null;
  /** of the revenue; null without any too */
  margin_share: number | null;
  /** charged in currencies that had no rate then */
  unconverted: { currency: string; cost: number }[];
  /** packages whose cost the supplier does not tell */
  without_cost: number;
};

export type Sum = {
  labels: Labels;
  currency: string;
  packages: number;
  revenue: number;
  cost: number;
  unconverted: Map<string, number>;
  without_cost: number;
};

/** Adds what one day brought to the sum of its labels and currency. */
export function addUp(
  sums: Map<string, Sum>,
  labels: Labels,
  row: DayRow & { currency: string },
  convert: Convert,
): void {
  const key = JSON.stringify([...Object.values(labels), row.currency]);
  const sum = sums.get(key) ?? emptySum(labels, row.currency);
  sums.set(key, sum);
  sum.packages += row.packages;
  sum.revenue += row.revenue;
  sum.without_cost += row.without_cost;
  const { cost, cost_currency: from } = row;
  if (from === null || cost === 0) return;
  const converted = convert(cost, from, row.currency, row.day);
  if (converted === null) sum.unconverted.set(from, (sum.unconverted.get(from) ?? 0) + cost);
  else sum.cost += converted;
}

const emptySum = (labels: Labels, currency: string): Sum => ({
  labels,
  currency,
  packages: 0,
  revenue: 0,
  cost: 0,
  unconverted: new Map(),
  without_cost: 0,
});

export function viewSum({ labels, currency, unconverted, ...sum }: Sum): MarginRow {
  const major = (minor: number): number => toMajor({ minor, currency });
  const isWhole = unconverted.size === 0 && sum.without_cost === 0;
  const margin = sum.revenue - sum.cost;
  return {
    ...labels,
    currency,
    packages: sum.packages,
    revenue: major(sum.revenue),
    cost: major(sum.cost),
    margin: isWhole ? major(margin) : null,
    margin_share:
      isWhole && sum.revenue > 0 ? Math.round((margin / sum.revenue) * 10_000) / 10_000 : null,
    unconverted: [...unconverted]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, minor]) => ({ currency: code, cost: toMajor({ minor, currency: code }) })),
    without_cost: sum.without_cost,
  };
}
