import { formatSize } from '../catalog/size.ts';
import { toMajor } from '../money.ts';
import type { Margin, PublishingRule } from './rule.ts';

type MarginView = { percent: number; minimum: number };
export type RuleView = Omit<PublishingRule, 'sizes' | 'margin' | 'margin_by_tier' | 'floor'> & {
  sizes: string[] | null;
  margin: MarginView;
  margin_by_tier: Record<string, MarginView>;
  floor: { percent: number; amount: number };
};

/** As it is set: amounts in major units, sizes as text, and every default said. */
export function showRule(rule: PublishingRule): RuleView {
  const major = (minor: number): number => toMajor({ minor, currency: rule.currency });
  const margin = ({ percent, minimum }: Margin): MarginView => ({
    percent,
    minimum: major(minimum),
  });
  return {
    ...rule,
    sizes: rule.sizes?.map(formatSize) ?? null,
    margin: margin(rule.margin),
    margin_by_tier: Object.fromEntries(
      Object.entries(rule.margin_by_tier).map(([tier, of]) => [tier, margin(of)]),
    ),
    floor: { percent: rule.floor.percent, amount: major(rule.floor.amount) },
  };
}
