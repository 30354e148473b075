/** A rule as an operator writes it, in major units and sizes as text, and as it is kept. */
import { invalid, type Problem } from '../../errors.ts';
import { mismatch } from '../../input/sentences.ts';
import { parseSize } from '../catalog/size.ts';
import type { PackageType } from '../catalog/types.ts';
import { decimalsText, toMinor } from '../money.ts';
import { GROUPS, limitedTypes, type Margin, type PublishingRule } from './rule.ts';

/** Amounts in major units of the catalog's currency. */
export type RuleInput = {
  position?: number | undefined;
  destinations: string[];
  except?: string[] | undefined;
  accounts?: string[] | null | undefined;
  types: PackageType[];
  sizes?: string[] | null | undefined;
  durations?: number[] | null | undefined;
  traffic_policy?: string | null | undefined;
  priced_from?: PublishingRule['priced_from'] | undefined;
  margin: MarginInput;
  margin_by_tier?: { [tier in Tier]?: MarginInput | undefined } | undefined;
  floor?: { percent?: number | undefined; amount?: number | undefined } | undefined;
  rounding?:
    { net?: string | null | undefined; recommended?: string | null | undefined } | undefined;
  recommended?:
    | {
        factor?: number | undefined;
        percentile?: number | null | undefined;
        market_percent?: number | undefined;
      }
    | undefined;
  bundle_priority?: number | undefined;
  takes_over?: boolean | undefined;
};
const TIERS = ['1', '2', '3', '4'] as const;
type Tier = (typeof TIERS)[number];
type MarginInput = { percent: number; minimum?: number | undefined };

/** What a rule may name. */
export type Known = {
  currency: string;
  /** the canonical id of a destination, null where there is none */
  destinationId(text: string): string | null;
  accounts: readonly string[];
};

/** Between what partners pay and what they are recommended to ask. */
const FACTOR = 1.6;
const MIDDLE = 100;

/** Throws `invalid_request` with everything that is wrong. */
export function readRule(name: string, input: RuleInput, known: Known): PublishingRule {
  const problems: Problem[] = [];
  const amount = (field: string, major: number | undefined): number => {
    const minor = toMinor(major ?? 0, known.currency);
    if (minor === null)
      problems.push({
        field,
        issue: mismatch(
          `an amount in ${known.currency} with ${decimalsText(known.currency)}`,
          major,
        ),
      });
    return minor ?? 0;
  };
  const margin = (field: string, { percent, minimum }: MarginInput): Margin => ({
    percent,
    minimum: amount(`${field}.minimum`, minimum),
  });
  const rule: PublishingRule = {
    name,
    position: input.position ?? MIDDLE,
    currency: known.currency,
    destinations: readDestinations('destinations', input.destinations, known, problems),
    except: readDestinations('except', input.except ?? [], known, problems),
    accounts: input.accounts ?? null,
    types: input.types,
    sizes: readSizes(input.sizes ?? null, problems),
    durations: input.durations ?? null,
    traffic_policy: input.traffic_policy ?? null,
    priced_from: input.priced_from ?? 'cheapest',
    margin: margin('margin', input.margin),
    margin_by_tier: Object.fromEntries(
      TIERS.flatMap((tier) => {
        const of = input.margin_by_tier?.[tier];
        return of === undefined ? [] : [[tier, margin(`margin_by_tier.${tier}`, of)]];
      }),
    ),
    floor: {
      percent: input.floor?.percent ?? 0,
      amount: amount('floor.amount', input.floor?.amount),
    },
    rounding: {
      net: input.rounding?.net ?? null,
      recommended: input.rounding?.recommended ?? null,
    },
    recommended: {
      factor: input.recommended?.factor ?? FACTOR,
      percentile: input.recommended?.percentile ?? null,
      market_percent: input.recommended?.market_percent ?? 0,
    },
    bundle_priority: input.bundle_priority ?? MIDDLE,
    takes_over: input.takes_over ?? false,
  };
  problems.push(...accountIssues(rule, known), ...typeIssues(rule));
  if (problems.length > 0) throw invalid(problems);
  return rule;
}

const GROUP_NAMES: readonly string[] = Object.values(GROUPS);

function readDestinations(
  field: string,
  texts: readonly string[],
  known: Known,
  problems: Problem[],
): string[] {
  const ids = texts.map((text, i) => {
    if (field === 'destinations' && GROUP_NAMES.includes(text)) return text;
    const id = known.destinationId(text);
    if (id === null)
      problems.push({
        field: `${field}.${i}`,
        issue: mismatch(
          field === 'except'
            ? 'a country code or the id of a region'
            : `a country code, the id of a region, or one of ${GROUP_NAMES.join(', ')}`,
          text,
        ),
      });
    return id ?? text;
  });
  return [...new Set(ids)];
}

const MB = 1024 ** 2;

function readSizes(texts: readonly string[] | null, problems: Problem[]): number[] | null {
  return (
    texts?.map((text, i) => {
      const bytes = parseSize(text);
      if (bytes === null || bytes % MB !== 0)
        problems.push({
          field: `sizes.${i}`,
          issue: mismatch('a size of whole megabytes such as 500MB or 1.5GB', text),
        });
      return bytes ?? 0;
    }) ?? null
  );
}

const accountIssues = ({ accounts }: PublishingRule, known: Known): Problem[] =>
  (accounts ?? []).flatMap((name, i) =>
    known.accounts.includes(name)
      ? []
      : {
          field: `accounts.${i}`,
          issue: mismatch(`a supplier account (${known.accounts.join(', ')})`, name),
        },
  );

function typeIssues({ types }: PublishingRule): Problem[] {
  const limited = limitedTypes(types);
  return limited.length < 2
    ? []
    : [
        {
          field: 'types',
          issue: `expected at most one of ${limited.join(', ')}, since a limited source is sold as one of them; make a rule for each`,
        },
      ];
}
