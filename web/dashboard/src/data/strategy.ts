/** The package strategy: what is asked of the API, and what a form holds of it. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { readTyped, typedText } from './prices.ts';
import type {
  PackageType,
  Strategy,
  StrategyPreview,
  StrategyRule,
  StrategySettings,
  StrategyWhen,
} from './types.ts';

export const strategyQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'strategy'],
    // What somebody is editing does not change under their hands.
    staleTime: Infinity,
    gcTime: 0,
    queryFn: () => call<StrategySettings>('GET', `${path}/strategy`),
  });

export const saveStrategy = (path: string, strategy: Strategy | null): Promise<StrategySettings> =>
  call<StrategySettings>('PUT', `${path}/strategy`, { package_strategy: strategy });

export const tryStrategy = (path: string, strategy: Strategy | null): Promise<StrategyPreview> =>
  call<StrategyPreview>('POST', `${path}/strategy/preview`, { package_strategy: strategy });

/** As it is typed: one of both counts. */
export type RuleDraft = { name: StrategyRule['name']; size: string; price: string };
export type WhenDraft = { iso3: string[]; region: string[]; tier: string[] };
export type CaseDraft = { key: number; when: WhenDraft; use: RuleDraft };
export type Draft = {
  kind: 'none' | StrategyRule['name'] | 'hybrid';
  /** the one, or what counts where no case does */
  rule: RuleDraft;
  cases: CaseDraft[];
  whiteList: string[];
  types: PackageType[];
};

let keys = 0;
const NO_RULE: RuleDraft = { name: 'fixed_size', size: '1GB', price: '' };
export const newCase = (): CaseDraft => ({
  key: ++keys,
  when: { iso3: [], region: [], tier: [] },
  use: NO_RULE,
});

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const draftOfRule = (rule: StrategyRule): RuleDraft =>
  rule.name === 'budget'
    ? {
        ...NO_RULE,
        name: 'budget',
        price: typedText(rule.parameters.max_price ?? 0, rule.parameters.currency),
      }
    : { ...NO_RULE, size: rule.parameters.size };

const draftOfWhen = ({ iso3, region, tier }: StrategyWhen): WhenDraft => ({
  iso3: listOf(iso3),
  region: listOf(region),
  tier: listOf(tier).map(String),
});

export function draftOf(strategy: Strategy | null): Draft {
  const shared = {
    whiteList: strategy?.iso3_white_list ?? [],
    types: strategy?.supported_package_types ?? [],
  };
  if (strategy === null) return { kind: 'none', rule: NO_RULE, cases: [], ...shared };
  if (strategy.name !== 'hybrid')
    return { kind: strategy.name, rule: draftOfRule(strategy), cases: [], ...shared };
  const { rules, default: otherwise } = strategy.parameters;
  return {
    kind: 'hybrid',
    rule: draftOfRule(otherwise),
    cases: rules.map(({ when, use }) => ({
      key: ++keys,
      when: draftOfWhen(when),
      use: draftOfRule(use),
    })),
    ...shared,
  };
}

/** What is no amount is sent as none: the server says so at the field. */
const ruleOf = ({ name, size, price }: RuleDraft, currency: string): StrategyRule =>
  name === 'budget'
    ? { name, parameters: { max_price: readTyped(price), currency } }
    : { name, parameters: { size: size.trim() } };

const whenOf = ({ iso3, region, tier }: WhenDraft): StrategyWhen => ({
  ...(iso3.length === 0 ? {} : { iso3 }),
  ...(region.length === 0 ? {} : { region }),
  ...(tier.length === 0 ? {} : { tier: tier.map(Number) }),
});

export function strategyOf(
  { kind, rule, cases, whiteList, types }: Draft,
  currency: string,
): Strategy | null {
  if (kind === 'none') return null;
  const shared = {
    ...(whiteList.length === 0 ? {} : { iso3_white_list: whiteList }),
    ...(types.length === 0 ? {} : { supported_package_types: types }),
  };
  if (kind !== 'hybrid') return { ...shared, ...ruleOf({ ...rule, name: kind }, currency) };
  return {
    ...shared,
    name: 'hybrid',
    parameters: {
      rules: cases.map(({ when, use }) => ({ when: whenOf(when), use: ruleOf(use, currency) })),
      default: ruleOf(rule, currency),
    },
  };
}
