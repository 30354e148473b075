/** The partner's package strategies: a table of cases, and properties over random catalogs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Market } from '../src/domain/planning/market.ts';
import type { Bundle, Destination, PackageType, Source } from '../src/domain/catalog/types.ts';
import { strategyProblems, type PackageStrategy } from '../src/domain/settings/package-strategy.ts';
import {
  chooseByStrategy,
  type OpenPlace,
  type StrategyCriteria,
} from '../src/domain/planning/choose-by-strategy.ts';
import { account, marketWith, source } from './support/market.ts';

const GB = 1_073_741_824;
const country = (id: string, iso3: string, tier: number): Destination => ({
  id,
  type: 'country',
  name: iso3,
  iso2: id,
  iso3,
  iso3s: [iso3],
  tier,
  is_active: true,
});
const DESTINATIONS: Destination[] = [
  country('GR', 'GRC', 1),
  country('ES', 'ESP', 1),
  country('US', 'USA', 2),
  country('FJ', 'FJI', 4),
  {
    id: 'EUROPE',
    type: 'region',
    name: 'Europe',
    iso2: null,
    iso3: 'EUROPE',
    iso3s: ['ESP', 'GRC'],
    tier: 1,
    is_active: true,
  },
];
let counter = 0;
function bundle(
  destination: string,
  gb: number | null,
  price: number,
  over: Partial<Bundle> = {},
  of: Partial<Source> = {},
): Bundle {
  const coverage = DESTINATIONS.find((d) => d.id === destination)!.iso3s;
  const id = `pkg_${destination}_${gb ?? 'unl'}_${++counter}`;
  const bundle: Omit<Bundle, 'sources'> = {
    id,
    destination,
    type: gb === null ? 'unlimited' : 'data-limited',
    label: id,
    bytes: gb === null ? null : gb * GB,
    duration_days: 365,
    coverage,
    traffic_policy: null,
    throttling: null,
    b2b_price: price,
    b2c_price: price + 100,
    currency: 'EUR',
    priority: 1,
    is_active: true,
    ...over,
  };
  const { bytes, duration_days } = bundle;
  const delivered = { esim_types: ['universal' as const], bytes, duration_days, coverage, cost: 1 };
  return { ...bundle, sources: [source('one', id, { ...delivered, ...of })] };
}
const marketOf = (bundles: Bundle[]): Market =>
  marketWith(DESTINATIONS, bundles, [account('one'), account('two')]);
const MARKET = marketOf([
  bundle('GR', 1, 200),
  bundle('GR', 3, 500),
  bundle('GR', 5, 800),
  bundle('GR', 10, 1_400),
  bundle('GR', 5, 300, { duration_days: 30 }),
  bundle('GR', 20, 100, { is_active: false }),
  bundle('GR', 50, 100, {}, { esim_types: ['classic'] }),
  bundle('ES', 3, 450),
  bundle('ES', 10, 1_300),
  bundle('US', 1, 600),
  bundle('US', 2, 600),
  bundle('FJ', 1, 2_500),
  bundle('FJ', null, 9_000, { duration_days: 7 }),
  bundle('EUROPE', 3, 900),
  bundle('EUROPE', 10, 2_900),
]);

const at = (id: string): OpenPlace => ({ kind: 'one', destination: MARKET.catalog.byId(id)! });
const both: OpenPlace = { kind: 'several', iso3s: ['GRC', 'ESP'] };
const CRITERIA: StrategyCriteria = {
  types: [{ type: 'data-limited', duration: 365 }],
  trafficPolicy: null,
  esimType: 'universal',
  provider: null,
};
const fixed = (size: string): PackageStrategy => ({ name: 'fixed_size', parameters: { size } });
const budget = (max_price: number): PackageStrategy => ({
  name: 'budget',
  parameters: { max_price, currency: 'EUR' },
});

function choose(
  strategy: PackageStrategy,
  place: OpenPlace,
  criteria: Partial<StrategyCriteria> = {},
): string {
  const routed = chooseByStrategy(MARKET, strategy, place, { ...CRITERIA, ...criteria });
  return routed.ok
    ? routed.choices
        .map(
          ({ bundle: b }) =>
            `${b.destination} ${b.bytes === null ? 'unlimited' : b.bytes / GB} ${b.b2b_price}`,
        )
        .join(' + ')
    : `refused: ${routed.issue}`;
}

describe('strategies choose', () => {
  const TABLE: [string, PackageStrategy, OpenPlace, string, Partial<StrategyCriteria>?][] = [
    ['the fixed size', fixed('3GB'), at('GR'), 'GR 3 500'],
    ['the next larger size', fixed('4GB'), at('GR'), 'GR 5 800'],
    ['the largest when nothing is larger', fixed('30GB'), at('GR'), 'GR 10 1400'],
    ['a size compared in bytes', fixed('3072MB'), at('GR'), 'GR 3 500'],
    ['nothing shorter than 365 days unless asked', fixed('5GB'), at('GR'), 'GR 5 800'],
    [
      'the shortest of those that last',
      fixed('5GB'),
      at('GR'),
      'GR 5 300',
      { types: [{ type: 'data-limited', duration: 14 }] },
    ],
    ['a region by its own bundles', fixed('3GB'), at('EUROPE'), 'EUROPE 3 900'],
    ['one bundle for two countries where one covers both', fixed('3GB'), both, 'EUROPE 3 900'],
    ['the next larger cover', fixed('4GB'), both, 'EUROPE 10 2900'],
    ['most bytes within the budget', budget(8), at('GR'), 'GR 5 800'],
    ['most bytes within the budget, a cent less', budget(7.99), at('GR'), 'GR 3 500'],
    ['the cheapest when all is dearer', budget(1), at('FJ'), 'FJ 1 2500'],
    ['more data of two at one price', budget(6), at('US'), 'US 2 600'],
    ['covers by their price together', budget(10), both, 'EUROPE 3 900'],
    ['the cheapest cover', budget(2), both, 'EUROPE 3 900'],
    [
      'unlimited above every size',
      fixed('40GB'),
      at('FJ'),
      'FJ unlimited 9000',
      {
        types: [
          { type: 'data-limited', duration: 365 },
          { type: 'unlimited', duration: 7 },
        ],
      },
    ],
  ];
  for (const [title, strategy, place, expected, criteria] of TABLE)
    it(title, () => assert.equal(choose(strategy, place, criteria), expected));

  it('by the first rule that matches', () => {
    const hybrid: PackageStrategy = {
      name: 'hybrid',
      parameters: {
        rules: [
          { when: { iso3: 'FJI' }, use: budget(30) as never },
          { when: { region: 'EUROPE', tier: [1, 2] }, use: fixed('10GB') as never },
          { when: { tier: 1 }, use: fixed('1GB') as never },
        ],
        default: fixed('2GB') as never,
      },
    };
    assert.equal(choose(hybrid, at('FJ')), 'FJ 1 2500');
    assert.equal(choose(hybrid, at('GR')), 'GR 10 1400');
    assert.equal(choose(hybrid, at('EUROPE')), 'EUROPE 10 2900');
    assert.equal(choose(hybrid, both), 'EUROPE 10 2900');
    assert.equal(choose(hybrid, at('US')), 'US 2 600');
    const greek: PackageStrategy = {
      name: 'hybrid',
      parameters: {
        rules: [{ when: { iso3: 'GRC' }, use: fixed('10GB') as never }],
        default: fixed('3GB') as never,
      },
    };
    assert.equal(choose(greek, at('GR')), 'GR 10 1400');
    assert.equal(choose(greek, both), 'EUROPE 3 900', 'one of two does not match');
    const routed = chooseByStrategy(MARKET, hybrid, at('GR'), CRITERIA);
    assert.match(routed.ok ? routed.reason : '', /hybrid, rule 2, fixed_size/);
  });

  it('nothing off the white list', () => {
    const strategy: PackageStrategy = { ...fixed('3GB'), iso3_white_list: ['GRC', 'ESP'] };
    assert.equal(choose(strategy, at('GR')), 'GR 3 500');
    assert.equal(choose(strategy, at('EUROPE')), 'EUROPE 3 900');
    assert.equal(choose(strategy, both), 'EUROPE 3 900');
    assert.match(choose(strategy, at('US')), /refused: USA is not on the white list/);
    assert.match(choose({ ...fixed('3GB'), iso3_white_list: ['GRC'] }, both), /refused: ESP/);
    assert.match(
      choose({ ...fixed('3GB'), iso3_white_list: ['GRC'] }, at('EUROPE')),
      /refused: EUROPE/,
    );
  });

  it('only what the traveler’s provider and eSIM take', () => {
    assert.match(choose(fixed('1GB'), at('GR'), { provider: 'two' }), /refused: no bundle/);
    assert.equal(choose(fixed('50GB'), at('GR'), { esimType: null }), 'GR 50 100');
  });

  it('the fewest bundles of covers that are alike otherwise', () => {
    const timed = { type: 'time-limited' as const };
    const [spain, greece, europe] = [
      bundle('ES', 3, 100),
      bundle('GR', 3, 100),
      bundle('EUROPE', 3, 900, timed),
    ];
    const types: StrategyCriteria['types'] = [
      { type: 'data-limited', duration: 365 },
      { type: 'time-limited', duration: 365 },
    ];
    for (const size of ['3GB', '2GB', '30GB']) {
      const market = marketOf([spain, greece, europe]);
      const routed = chooseByStrategy(market, fixed(size), both, { ...CRITERIA, types });
      assert.deepEqual(routed.ok && routed.choices.map((c) => c.bundle.id), [europe.id], size);
    }
  });

  it('more data of two that are the cheapest, where all is dearer than the budget', () => {
    const [less, more] = [bundle('GR', 1, 600), bundle('GR', 2, 600)];
    const routed = chooseByStrategy(marketOf([less, more]), budget(5), at('GR'), CRITERIA);
    assert.deepEqual(routed.ok && routed.choices.map((c) => c.bundle.id), [more.id]);
  });

  it('in every random catalog what the rule says', () => {
    const offer = fc.record({
      gb: fc.integer({ min: 1, max: 20 }),
      price: fc.integer({ min: 1, max: 3_000 }),
      days: fc.constantFrom(30, 365, 400),
      priority: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(offer, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 3_000 }),
        (offers, gb, cents) => {
          const bundles = offers.map((o) =>
            bundle('GR', o.gb, o.price, { duration_days: o.days, priority: o.priority }),
          );
          const market = marketOf(bundles);
          const lasting = bundles.filter((b) => b.duration_days >= 365);
          const bySize = chooseByStrategy(market, fixed(`${gb}GB`), at('GR'), CRITERIA);
          const byPrice = chooseByStrategy(market, budget(cents / 100), at('GR'), CRITERIA);
          assert.equal(bySize.ok, lasting.length > 0);
          if (!bySize.ok || !byPrice.ok) return;
          const size = bySize.choices[0]!.bundle;
          const larger = lasting.map((b) => b.bytes!).filter((b) => b >= gb * GB);
          assert.equal(
            size.bytes,
            larger.length > 0 ? Math.min(...larger) : Math.max(...lasting.map((b) => b.bytes!)),
          );
          const priced = byPrice.choices[0]!.bundle;
          const within = lasting.filter((b) => b.b2b_price <= cents);
          if (within.length === 0)
            assert.equal(priced.b2b_price, Math.min(...lasting.map((b) => b.b2b_price)));
          else {
            const most = Math.max(...within.map((b) => b.bytes!));
            assert.deepEqual(
              [priced.bytes, priced.b2b_price],
              [most, Math.min(...within.filter((b) => b.bytes === most).map((b) => b.b2b_price))],
            );
          }
        },
      ),
    );
  });
});

describe('a strategy is checked when it is set', () => {
  const fields = (strategy: object): string[] =>
    strategyProblems(strategy as PackageStrategy, MARKET.catalog).map((p) => p.field);
  const TABLE: [string, object, string[]][] = [
    [
      'budget without a price',
      { name: 'budget', parameters: { currency: 'EUR' } },
      ['parameters.max_price'],
    ],
    [
      'budget with three decimals',
      { name: 'budget', parameters: { max_price: 1.005, currency: 'EUR' } },
      ['parameters.max_price'],
    ],
    [
      'another currency',
      { name: 'budget', parameters: { max_price: 1, currency: 'USD' } },
      ['parameters.currency'],
    ],
    [
      'an unreadable size',
      { name: 'fixed_size', parameters: { size: '3 GB' } },
      ['parameters.size'],
    ],
    [
      'parameters of another strategy',
      { name: 'fixed_size', parameters: { size: '3GB', max_price: 3 } },
      ['parameters.max_price'],
    ],
    [
      'unknown countries',
      { name: 'fixed_size', parameters: { size: '3GB' }, iso3_white_list: ['GRC', 'GR', 'XXX'] },
      ['iso3_white_list.1', 'iso3_white_list.2'],
    ],
    [
      'hybrid without rules and default',
      { name: 'hybrid', parameters: {} },
      ['parameters.default', 'parameters.rules'],
    ],
    [
      'a hybrid inside a hybrid',
      {
        name: 'hybrid',
        parameters: {
          rules: [{ when: { tier: 1 }, use: { name: 'hybrid', parameters: {} } }],
          default: fixed('1GB'),
        },
      },
      ['parameters.rules.0.use.name'],
    ],
    [
      'conditions that match nothing',
      {
        name: 'hybrid',
        parameters: {
          rules: [
            { when: {}, use: fixed('1GB') },
            { when: { region: 'GR', tier: 9, iso3: [] }, use: fixed('1GB') },
          ],
          default: fixed('1GB'),
        },
      },
      [
        'parameters.rules.0.when',
        'parameters.rules.1.when.region',
        'parameters.rules.1.when.tier',
        'parameters.rules.1.when.iso3',
      ],
    ],
    [
      'an unknown condition',
      {
        name: 'hybrid',
        parameters: {
          rules: [{ when: { constructor: 1 }, use: fixed('1GB') }],
          default: fixed('1GB'),
        },
      },
      ['parameters.rules.0.when.constructor'],
    ],
  ];
  for (const [title, strategy, expected] of TABLE)
    it(title, () =>
      assert.deepEqual(
        fields(strategy),
        expected.map((f) => `package_strategy.${f}`),
      ),
    );
  it('a good one has no problem', () => {
    const types: PackageType[] = ['data-limited', 'unlimited'];
    assert.deepEqual(
      fields({
        ...budget(4.5),
        iso3_white_list: ['GRC', 'EUROPE'],
        supported_package_types: types,
      }),
      [],
    );
  });
});
