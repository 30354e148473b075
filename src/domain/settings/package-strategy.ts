/**
 * The setting `package_strategy` (section 11.1 of docs/contract.md): its shape, and what is checked
 * when it is set.
 */
import { Type } from 'typebox';
import type { Problem } from '../../errors.ts';
import { parseSize } from '../catalog/size.ts';
import type { Catalog } from '../catalog/store.ts';
import { PACKAGE_TYPES, type PackageType } from '../catalog/types.ts';
import { decimalsText, toMinor } from '../money.ts';
import { mismatch } from '../../input/sentences.ts';

export type Rule =
  | { name: 'budget'; parameters: { /** major units, net */ max_price: number; currency: string } }
  | { name: 'fixed_size'; parameters: { size: string } };
/** Every condition named has to hold. */
export type When = {
  iso3?: string | string[];
  region?: string | string[];
  tier?: number | number[];
};
export type PackageStrategy = {
  iso3_white_list?: string[];
  supported_package_types?: PackageType[];
} & (Rule | { name: 'hybrid'; parameters: { rules: { when: When; use: Rule }[]; default: Rule } });

type Facts = Pick<Catalog, 'currency' | 'byIso3' | 'byId'>;
type Fields = Record<string, unknown>;

const NAMES = ['budget', 'fixed_size', 'hybrid'];
const MAX_RULES = 200;

const outer = Type.Object(
  {
    name: Type.Unsafe({ type: 'string', enum: NAMES }),
    iso3_white_list: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 400, uniqueItems: true }),
    ),
    supported_package_types: Type.Optional(
      Type.Array(Type.Unsafe({ type: 'string', enum: PACKAGE_TYPES }), {
        minItems: 1,
        maxItems: PACKAGE_TYPES.length,
        uniqueItems: true,
      }),
    ),
    parameters: Type.Record(Type.String(), Type.Unknown(), { maxProperties: 10 }),
  },
  { additionalProperties: false, description: 'which bundle an entry gets that names none' },
);
export const packageStrategySchema = Type.Unsafe<PackageStrategy>(outer);

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every problem of a strategy, with its field; the schema is checked by then. */
export function strategyProblems(strategy: PackageStrategy, catalog: Facts): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, expected: string, got: unknown): void => {
    problems.push({
      field: `package_strategy.${field}`,
      issue: mismatch(expected, got),
    });
  };
  strategy.iso3_white_list?.forEach((iso3, i) => {
    if (catalog.byIso3(iso3)?.iso3 !== iso3)
      add(`iso3_white_list.${i}`, 'an alpha-3 code or region id of the catalog, in capitals', iso3);
  });
  if (strategy.name !== 'hybrid') ruleProblems(strategy, '', catalog, add);
  else hybridProblems(strategy.parameters as unknown as Fields, catalog, add);
  return problems;
}

type Add = (field: string, expected: string, got: unknown) => void;

/** Of major units, as large as any price. */
const MAX_BUDGET = 1_000_000;
const isBudget = (value: unknown, currency: string): boolean =>
  typeof value === 'number' &&
  value > 0 &&
  value <= MAX_BUDGET &&
  toMinor(value, currency) !== null;

/** `at`: where the rule stands, with a dot at its end. */
function ruleProblems(rule: unknown, at: string, catalog: Facts, add: Add): void {
  if (!isObject(rule)) return add(at.slice(0, -1), '{ name, parameters }', rule);
  const parameters = isObject(rule['parameters']) ? rule['parameters'] : {};
  const only = (known: string[]): void => {
    for (const key of Object.keys(parameters))
      if (!known.includes(key))
        add(`${at}parameters.${key}`, `nothing but ${known.join(' and ')}`, parameters[key]);
  };
  if (rule['name'] === 'budget') {
    only(['max_price', 'currency']);
    if (!isBudget(parameters['max_price'], catalog.currency))
      add(
        `${at}parameters.max_price`,
        `an amount above 0 in major units, with ${decimalsText(catalog.currency)}`,
        parameters['max_price'],
      );
    if (parameters['currency'] !== catalog.currency)
      add(
        `${at}parameters.currency`,
        `${catalog.currency}, the currency of the catalog`,
        parameters['currency'],
      );
  } else if (rule['name'] === 'fixed_size') {
    only(['size']);
    if (typeof parameters['size'] !== 'string' || parseSize(parameters['size']) === null)
      add(`${at}parameters.size`, 'a size such as 500MB, 1GB or 1.5GB', parameters['size']);
  } else add(`${at}name`, 'budget or fixed_size', rule['name']);
}

function hybridProblems(parameters: Fields, catalog: Facts, add: Add): void {
  for (const key of Object.keys(parameters))
    if (key !== 'rules' && key !== 'default')
      add(`parameters.${key}`, 'nothing but rules and default', parameters[key]);
  const { rules } = parameters;
  ruleProblems(parameters['default'], 'parameters.default.', catalog, add);
  if (!Array.isArray(rules) || rules.length === 0 || rules.length > MAX_RULES)
    return add('parameters.rules', `1 to ${MAX_RULES} rules`, rules);
  rules.forEach((rule: unknown, i) => {
    const at = `parameters.rules.${i}`;
    if (!isObject(rule)) return add(at, '{ when, use }', rule);
    whenProblems(rule['when'], `${at}.when`, catalog, add);
    ruleProblems(rule['use'], `${at}.use.`, catalog, add);
  });
}

function whenProblems(when: unknown, at: string, catalog: Facts, add: Add): void {
  if (!isObject(when) || Object.keys(when).length === 0)
    return add(at, 'at least one of iso3, region, tier', when);
  const known: Record<string, { fits: (value: unknown) => boolean; expected: string }> = {
    iso3: {
      fits: (v) => typeof v === 'string' && catalog.byIso3(v)?.iso3 === v,
      expected: 'alpha-3 codes or region ids of the catalog, in capitals',
    },
    region: {
      fits: (v) => typeof v === 'string' && catalog.byId(v)?.type === 'region',
      expected: 'ids of regions',
    },
    tier: {
      fits: (v) => Number.isInteger(v) && (v as number) >= 1 && (v as number) <= 4,
      expected: 'tiers from 1 to 4',
    },
  };
  for (const [key, value] of Object.entries(when)) {
    const rule = Object.hasOwn(known, key) ? known[key] : undefined;
    const values = Array.isArray(value) ? value : [value];
    if (rule === undefined) add(`${at}.${key}`, 'nothing but iso3, region and tier', value);
    else if (values.length === 0 || !values.every(rule.fits))
      add(`${at}.${key}`, rule.expected, value);
  }
}
