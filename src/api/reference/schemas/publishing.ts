/** Rules of publishing, and what they would do. Amounts are major units of the catalog's currency. */
import { Type } from 'typebox';
import { PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { PRICED_FROM } from '../../../domain/publishing/rule.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const MAX_PERCENT = 10_000;
const percent = (description: string) =>
  Type.Number({ minimum: 0, maximum: MAX_PERCENT, description });
const amount = (description: string) => Type.Number({ minimum: 0, description });
const places = (maxItems: number, minItems: number, description: string) =>
  Type.Array(text(64), { minItems, maxItems, description });
const marginFields = {
  percent: percent('of the cost'),
  minimum: Type.Optional(amount('at least so much above the cost; default 0')),
};
const margin = Type.Object(marginFields);
const ofTier = Type.Optional(margin);
const marginByTier = Type.Object(
  { 1: ofTier, 2: ofTier, 3: ofTier, 4: ofTier },
  { description: 'in place of margin, for destinations of that tier' },
);
const ending = nullable(
  Type.String({
    pattern: '^\\d{1,3}$',
    description:
      'digits that the price ends with, rounded up to: 9 makes 4.21 4.29, 99 makes it 4.99',
  }),
);
const orNull = <T extends Parameters<typeof nullable>[0]>(schema: T) =>
  Type.Optional(nullable(schema));

const sizes = Type.Array(text(20), { minItems: 1, maxItems: 100, uniqueItems: true });
const durations = Type.Array(Type.Integer({ minimum: 1, maximum: 3650 }), {
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
});
const whole = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 1_000_000, description });

export const ruleBody = Type.Object({
  position: Type.Optional(
    whole('of two rules that make the same bundle the lower one does; default 100'),
  ),
  destinations: places(
    400,
    1,
    'country codes and ids of regions; countries, regions and * stand for all of them',
  ),
  except: Type.Optional(places(400, 0, 'those that are left out')),
  accounts: orNull(
    Type.Array(text(40), {
      minItems: 1,
      maxItems: 100,
      description: 'supplier accounts whose sources are taken; null, the default: all',
    }),
  ),
  types: Type.Array(oneOf(PACKAGE_TYPES), {
    minItems: 1,
    maxItems: PACKAGE_TYPES.length,
    uniqueItems: true,
    description: 'of those that are limited at most one: as what a limited source is sold',
  }),
  sizes: orNull(sizes),
  durations: orNull(durations),
  traffic_policy: orNull(
    text(200, { description: 'what its bundles promise of speed: 2GB/day then 1 Mbps' }),
  ),
  priced_from: Type.Optional(
    oneOf(PRICED_FROM, { description: 'which of the sources that fit; default cheapest' }),
  ),
  margin,
  margin_by_tier: Type.Optional(marginByTier),
  floor: Type.Optional(
    Type.Object(
      {
        percent: Type.Optional(percent('of the cost; default 0')),
        amount: Type.Optional(amount('default 0')),
      },
      { description: 'no net price is below the cost and the larger of both' },
    ),
  ),
  rounding: Type.Optional(
    Type.Object({ net: Type.Optional(ending), recommended: Type.Optional(ending) }),
  ),
  recommended: Type.Optional(
    Type.Object({
      factor: Type.Optional(
        Type.Number({
          minimum: 1,
          maximum: 100,
          description: 'times the net price, where no market price is known; default 1.6',
        }),
      ),
      percentile: orNull(
        Type.Number({
          minimum: 0,
          maximum: 100,
          description: 'of the market prices, 50 is the median; null, the default: by factor',
        }),
      ),
      market_percent: Type.Optional(
        Type.Number({
          minimum: -90,
          maximum: 1000,
          description: 'above that, below it where less than 0; default 0',
        }),
      ),
    }),
  ),
  bundle_priority: Type.Optional(whole('of its bundles: lower wins; default 100')),
  takes_over: Type.Optional(
    Type.Boolean({ description: 'bundles with its ids made by hand become its own' }),
  ),
});

const marginView = answer({ percent: Type.Number(), minimum: Type.Number() });
export const ruleView = answer(
  {
    name: Type.String(),
    position: Type.Integer(),
    currency: Type.String({ description: "of its amounts: the catalog's when it was set" }),
    destinations: Type.Array(Type.String()),
    except: Type.Array(Type.String()),
    accounts: nullable(Type.Array(Type.String())),
    types: Type.Array(oneOf(PACKAGE_TYPES)),
    sizes: nullable(Type.Array(Type.String())),
    durations: nullable(Type.Array(Type.Integer())),
    traffic_policy: nullable(Type.String()),
    priced_from: oneOf(PRICED_FROM),
    margin: marginView,
    margin_by_tier: Type.Record(Type.String(), marginView),
    floor: answer({ percent: Type.Number(), amount: Type.Number() }),
    rounding: answer({ net: nullable(Type.String()), recommended: nullable(Type.String()) }),
    recommended: answer({
      factor: Type.Number(),
      percentile: nullable(Type.Number()),
      market_percent: Type.Number(),
    }),
    bundle_priority: Type.Integer(),
    takes_over: Type.Boolean(),
  },
  { title: 'PublishingRule' },
);

const ids = Type.Array(Type.String());
const FIRST = { description: 'the first 500' };
const line = {
  id: Type.String(),
  destination: Type.String(),
  label: Type.String(),
  rule: Type.String(),
};
const prices = {
  b2b_price: Type.Number({ description: 'net' }),
  b2c_price: Type.Number({ description: 'recommended' }),
};
const marginPercent = nullable(
  Type.Number({ description: 'of the cost; null where that is zero' }),
);
const priced = {
  ...line,
  ...prices,
  cost: Type.Number({ description: 'what the price is made from' }),
  margin_percent: marginPercent,
  sources: ids,
};
export const previewView = answer(
  {
    digest: Type.String({ description: 'what publishing takes' }),
    currency: Type.String(),
    counts: Type.Record(Type.String(), Type.Integer()),
    appear: Type.Array(answer(priced), FIRST),
    change: Type.Array(
      answer({ ...priced, before: answer({ ...prices, label: Type.String(), sources: ids }) }),
      FIRST,
    ),
    vanish: Type.Array(answer({ ...line, why: Type.String() }), FIRST),
    below_floor: Type.Array(
      answer({
        bundle: Type.String(),
        rule: Type.String(),
        source: Type.String(),
        cost: Type.Number(),
        least: Type.Number({ description: 'cost and floor' }),
        b2b_price: Type.Number({ description: 'net, of the bundle' }),
        margin_percent: marginPercent,
      }),
      { description: 'sources that the price of a bundle does not carry; the first 500' },
    ),
    waiting: Type.Array(answer({ source: Type.String(), bundles: ids }), {
      description: 'sources whose cost waits for approval, with bundles that they fit',
    }),
    not_made: Type.Array(
      answer({ id: Type.String(), rule: Type.String(), why: Type.String() }),
      FIRST,
    ),
  },
  { title: 'PublishingPreview' },
);
export const publishedView = answer(
  {
    version: Type.Integer({ description: 'of the catalog' }),
    appeared: Type.Integer(),
    changed: Type.Integer(),
    vanished: Type.Integer(),
  },
  { title: 'Published' },
);
