/** What rules make of sources. No database: worlds are invented, and published in memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { whyNoFit } from '../src/domain/catalog/fits-bundle.ts';
import { seedCatalog } from '../src/domain/catalog/seed.ts';
import type { Bundle, Destination, Source } from '../src/domain/catalog/types.ts';
import { digestOf } from '../src/domain/publishing/digest.ts';
import { fingerprint } from '../src/domain/publishing/fingerprint.ts';
import { nominalSize } from '../src/domain/publishing/nominal-size.ts';
import { plan, type Plan } from '../src/domain/publishing/plan.ts';
import { floorOf, percentileOf, priceOf, roundUp } from '../src/domain/publishing/price.ts';
import type { PublishingRule } from '../src/domain/publishing/rule.ts';
import type { Standing, World } from '../src/domain/publishing/world.ts';
import { source } from './support/market.ts';

const GB = 2 ** 30;
const shipped = seedCatalog();
const place = (id: string): Destination => shipped.destinations.find((d) => d.id === id)!;
const [GREECE, ITALY, EUROPE] = ['GR', 'IT', 'EUROPE'].map(place) as [
  Destination,
  Destination,
  Destination,
];

const rule = (over: Partial<PublishingRule> = {}): PublishingRule => ({
  name: 'all',
  position: 100,
  currency: 'EUR',
  destinations: ['*'],
  except: [],
  accounts: null,
  types: ['data-limited', 'unlimited'],
  sizes: null,
  durations: null,
  traffic_policy: null,
  priced_from: 'cheapest',
  margin: { percent: 50, minimum: 0 },
  margin_by_tier: {},
  floor: { percent: 0, amount: 0 },
  rounding: { net: null, recommended: null },
  recommended: { factor: 1.6, percentile: null, market_percent: 0 },
  bundle_priority: 100,
  takes_over: false,
  ...over,
});

const standing = (of: Source): Standing => ({
  cost: of.cost,
  whyNot: of.is_stale ? 'its supplier no longer lists it' : null,
  isWaiting: false,
});

const world = (over: Partial<World> = {}): World => ({
  currency: 'EUR',
  destinations: [GREECE, ITALY, EUROPE],
  bundles: [],
  owners: new Map(),
  sources: [],
  standingOf: standing,
  figuresOf: () => [],
  rules: [rule()],
  ...over,
});

/** The world after a plan of it was carried out. */
function published(before: World, { appear, change, vanish }: Plan): World {
  const bundles = new Map(before.bundles.map((b) => [b.id, b]));
  const owners = new Map(before.owners);
  const gone = vanish.map(({ bundle, rule: name }) => ({
    bundle: { ...bundle, is_active: false },
    rule: name,
  }));
  for (const { bundle, rule: name } of [...appear, ...change, ...gone]) {
    bundles.set(bundle.id, bundle);
    owners.set(bundle.id, { rule: name, fingerprint: fingerprint(bundle) });
  }
  return { ...before, bundles: [...bundles.values()], owners };
}

const bundlesOf = (of: World): Bundle[] => published(of, plan(of)).bundles as Bundle[];
const only = (of: World): Bundle => {
  const all = bundlesOf(of);
  assert.equal(all.length, 1);
  return all[0]!;
};
const greek = (article: string, over: Partial<Source> = {}, account = 'one'): Source =>
  source(account, article, { duration_days: 30, ...over });

describe('a plan', () => {
  it('makes a bundle of an article: its promise, its id, its name, its price', () => {
    const made = only(world({ sources: [greek('a', { bytes: 1_000_000_000 })] }));
    assert.deepEqual(
      [made.id, made.label, made.bytes, made.coverage, made.b2b_price, made.b2c_price],
      ['pkg_grc_1gb_30d', '1 GB – 30 days', GB, ['GRC'], 150, 240],
    );
  });

  it('calls a bundle as the shipped catalog does', () => {
    const like = shipped.bundles.filter((b) => !b.id.endsWith('_alt'));
    const types = new Set(like.map((b) => b.type));
    for (const type of types) {
      const bundle = like.find((b) => b.type === type)!;
      const made = bundlesOf(
        world({
          destinations: shipped.destinations,
          sources: bundle.sources,
          rules: [
            rule({
              types: [type],
              destinations: [bundle.destination],
              traffic_policy: bundle.traffic_policy,
            }),
          ],
        }),
      );
      assert.deepEqual(
        made.map(({ id, label, throttling }) => [id, label, throttling]),
        [[bundle.id, bundle.label, bundle.throttling]],
      );
    }
  });

  it('puts what fits from all accounts behind it, and prices it from the cheapest', () => {
    const sources = [
      greek('a', { cost: 100 }),
      greek('b', { cost: 140 }, 'two'),
      greek('c', { cost: 90, duration_days: 29 }, 'two'),
    ];
    const made = bundlesOf(world({ sources, rules: [rule({ durations: [30] })] }));
    assert.deepEqual(
      made.map((b) => [b.id, b.b2b_price, b.sources.map(({ article }) => article)]),
      [['pkg_grc_1gb_30d', 150, ['a', 'b']]],
    );
  });

  it('takes sources of the accounts of its rule only', () => {
    const sources = [greek('a', { cost: 100 }), greek('b', { cost: 90 }, 'two')];
    const made = only(world({ sources, rules: [rule({ accounts: ['one'] })] }));
    assert.deepEqual([made.b2b_price, made.sources.map(({ account }) => account)], [150, ['one']]);
    assert.deepEqual(bundlesOf(world({ sources, rules: [rule({ accounts: ['three'] })] })), []);
  });

  it('leaves out and names a source that the price does not carry, or prices from the dearest', () => {
    const sources = [greek('a', { cost: 100 }), greek('b', { cost: 140 }, 'two')];
    const floor = { percent: 0, amount: 11 };
    const cheap = world({ sources, rules: [rule({ floor })] });
    assert.deepEqual(
      only(cheap).sources.map(({ article }) => article),
      ['a'],
    );
    assert.deepEqual(plan(cheap).below_floor, [
      {
        bundle: 'pkg_grc_1gb_30d',
        rule: 'all',
        source: 'src_two_b',
        cost: 140,
        least: 151,
        net: 150,
      },
    ]);
    const dear = only(world({ sources, rules: [rule({ floor, priced_from: 'dearest' })] }));
    assert.deepEqual([dear.b2b_price, dear.sources.length], [210, 2]);
  });

  it('makes a region’s article a country’s bundle only where the country is named', () => {
    const sources = [greek('wide', { coverage: EUROPE.iso3s })];
    const ids = (over: Partial<PublishingRule>, of = sources): string[] =>
      bundlesOf(world({ sources: of, rules: [rule(over)] })).map(({ id }) => id);
    assert.deepEqual(ids({}), ['pkg_europe_1gb_30d']);
    assert.deepEqual(ids({ destinations: ['regions'] }), ['pkg_europe_1gb_30d']);
    assert.deepEqual(ids({ destinations: ['countries'] }), []);
    assert.deepEqual(ids({ destinations: ['GR'] }), ['pkg_grc_1gb_30d']);
    assert.deepEqual(ids({ destinations: ['*'], except: ['EUROPE'] }), []);
    const both = only(
      world({
        sources: [...sources, greek('own')],
        rules: [rule({ destinations: ['GR', 'IT'], except: ['IT'] })],
      }),
    );
    assert.deepEqual(
      both.sources.map(({ article }) => article),
      ['own', 'wide'],
    );
  });

  it('makes of an article the largest listed size and the longest listed time that it gives', () => {
    const listed = rule({ sizes: [GB, 2 * GB, 5 * GB], durations: [7, 30] });
    const made = only(
      world({ sources: [greek('a', { bytes: 2e9, duration_days: 60 })], rules: [listed] }),
    );
    assert.equal(made.id, 'pkg_grc_2gb_30d');
    assert.deepEqual(
      bundlesOf(world({ sources: [greek('a', { bytes: 4.5e9 })], rules: [listed] })),
      [],
    );
  });

  it('lets the first of two rules have a bundle', () => {
    const rules = [
      rule({ name: 'b', position: 1, margin: { percent: 10, minimum: 0 } }),
      rule({ name: 'a', position: 2 }),
    ];
    const of = world({ sources: [greek('a')], rules });
    assert.equal(only(of).b2b_price, 110);
    const next = plan({ ...published(of, plan(of)), rules: [rules[1]!] });
    assert.deepEqual(
      next.change.map(({ rule: name, bundle, before }) => [
        name,
        before.b2b_price,
        bundle.b2b_price,
      ]),
      [['a', 110, 150]],
    );
  });

  it('never touches what was made or changed by hand, unless the rule takes over', () => {
    const of = world({ sources: [greek('a')] });
    const after = published(of, plan(of));
    const byHand = { ...after.bundles[0]!, b2b_price: 149 };
    for (const hand of [
      { ...after, bundles: [byHand] },
      { ...after, bundles: after.bundles, owners: new Map() },
      { ...after, bundles: [{ ...byHand, is_active: false }] },
    ]) {
      const left = plan(hand);
      assert.deepEqual([left.appear, left.change, left.vanish], [[], [], []]);
      assert.match(left.not_made[0]!.why, /by hand/);
      const gone = plan({ ...hand, rules: [] });
      assert.deepEqual([gone.appear, gone.change, gone.vanish], [[], [], []]);
      const taken = published(hand, plan({ ...hand, rules: [rule({ takes_over: true })] }));
      assert.equal(taken.bundles[0]!.b2b_price, 150);
      assert.deepEqual(plan(taken).unchanged, ['pkg_grc_1gb_30d']);
    }
  });

  it('takes off sale what no rule makes any longer, and puts it back under its id', () => {
    const of = world({ sources: [greek('a'), greek('b', { bytes: 3 * GB })] });
    const on = published(of, plan(of));
    const stale = { ...on, sources: [{ ...of.sources[0]!, is_stale: true }, of.sources[1]!] };
    const off = plan(stale);
    assert.deepEqual(
      off.vanish.map(({ bundle, why }) => [bundle.id, /no source is left/.test(why)]),
      [['pkg_grc_1gb_30d', true]],
    );
    const gone = published(stale, off);
    assert.deepEqual(plan(gone).vanish, []);
    assert.deepEqual(
      gone.bundles[0]!.sources.map(({ article }) => article),
      ['a'],
      'queues that froze it are still ordered from its source',
    );
    const back = plan({ ...gone, sources: of.sources });
    assert.deepEqual(
      back.appear.map(({ bundle }) => bundle.id),
      ['pkg_grc_1gb_30d'],
    );
    assert.match(plan({ ...on, rules: [] }).vanish[0]!.why, /the rule is gone/);
  });

  it('keeps a bundle whose own article has gone while a wider one delivers it', () => {
    const own = greek('own', { cost: 100 });
    const wide = greek('wide', { cost: 120, coverage: EUROPE.iso3s });
    const of = world({ sources: [own, wide], destinations: [GREECE] });
    const on = published(of, plan(of));
    const next = plan({ ...on, sources: [{ ...own, is_stale: true }, wide] });
    assert.deepEqual(
      next.change.map(({ bundle }) => [bundle.id, bundle.b2b_price]),
      [['pkg_grc_1gb_30d', 180]],
    );
    assert.deepEqual(next.vanish, []);
  });

  it('makes no price of a cost that waits for approval', () => {
    const waits = (of: Source): Standing => ({
      cost: of.cost,
      whyNot: of.article === 'a' ? 'waits' : null,
      isWaiting: of.article === 'a',
    });
    const of = world({ sources: [greek('a'), greek('b', { cost: 130 }, 'two')] });
    const fresh = plan({ ...of, standingOf: waits });
    assert.deepEqual(
      fresh.appear.map(({ bundle }) => bundle.b2b_price),
      [195],
    );
    assert.deepEqual(fresh.waiting, [{ source: 'src_one_a', bundles: ['pkg_grc_1gb_30d'] }]);

    const on = published(of, plan(of));
    const jumped = { ...on, sources: [greek('a', { cost: 900 }), of.sources[1]!] };
    const held = plan({ ...jumped, standingOf: waits });
    assert.deepEqual([held.change, held.vanish, held.held], [[], [], ['pkg_grc_1gb_30d']]);
    assert.deepEqual(
      held.below_floor.map(({ source: id }) => id),
      ['src_one_a'],
    );
    const alone = plan({ ...world({ sources: [greek('a')] }), standingOf: waits });
    assert.match(alone.not_made[0]!.why, /approval/);
    assert.deepEqual(alone.appear, []);
  });

  it('recommends what the market asks, and never less than the net price', () => {
    const market = (figures: number[], over: Partial<PublishingRule['recommended']> = {}): number =>
      only(
        world({
          sources: [greek('a')],
          figuresOf: (id, bytes, days) =>
            id === 'GR' && bytes === GB && days === 30 ? figures : [],
          rules: [rule({ recommended: { factor: 2, percentile: 50, market_percent: 0, ...over } })],
        }),
      ).b2c_price;
    assert.equal(market([]), 300);
    assert.equal(market([400, 500, 900]), 500);
    assert.equal(market([400, 500]), 450);
    assert.equal(market([400, 500, 900], { percentile: 0, market_percent: -5 }), 380);
    assert.equal(market([10, 20]), 151);
  });

  it('is the same whatever order the world comes in', () => {
    const sources = [greek('a'), greek('b', {}, 'two'), greek('c', { bytes: 3 * GB })];
    const rules = [rule({ name: 'x' }), rule({ name: 'y' })];
    const of = world({ sources, rules });
    const turned = world({
      sources: sources.toReversed(),
      rules: rules.toReversed(),
      destinations: [...of.destinations].reverse(),
    });
    assert.equal(digestOf(plan(of)), digestOf(plan(turned)));
  });
});

const COUNTRIES = ['GRC', 'ITA', 'FRA', 'ESP'];
const REGION: Destination = { ...EUROPE, id: 'SOUTH', iso3: 'SOUTH', iso3s: ['GRC', 'ITA', 'ESP'] };
const PLACES = [GREECE, ITALY, place('FR'), REGION];
const bytes = fc.constantFrom(null, GB, 1e9, 3 * GB, 3e9, 2_900_000_000, 123_456_789, 7 * GB);
const anySource = fc.record({
  account: fc.constantFrom('one', 'two', 'three'),
  bytes,
  daily_bytes: fc.constantFrom(null, null, GB),
  throttle_kbps: fc.constantFrom(null, 512, 1000),
  duration_days: fc.constantFrom(1, 7, 30, 31),
  coverage: fc.subarray(COUNTRIES, { minLength: 1 }),
  cost: fc.integer({ min: 0, max: 5_000 }),
  is_stale: fc.constantFrom(false, false, false, true),
});
const anySources = fc
  .array(anySource, { maxLength: 14 })
  .map((all) => all.map(({ account, ...of }, i) => source(account, `a${i}`, of)));
const ending = fc.constantFrom(null, '9', '99', '0', '95');
const anyMargin = fc.record({ percent: fc.nat(200), minimum: fc.nat(300) });
const anyRule = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c'),
    position: fc.nat(2),
    destinations: fc.constantFrom(['*'], ['countries'], ['GR'], ['SOUTH', 'IT'], ['regions', 'FR']),
    accounts: fc.constantFrom(null, null, ['one', 'two']),
    types: fc.constantFrom(['data-limited'], ['unlimited'], ['time-limited', 'unlimited']),
    sizes: fc.constantFrom(null, [GB, 3 * GB], [5 * GB]),
    durations: fc.constantFrom(null, [7], [1, 30]),
    traffic_policy: fc.constantFrom(null, '1GB/day then 512 kbps'),
    priced_from: fc.constantFrom('cheapest', 'dearest'),
    margin: anyMargin,
    margin_by_tier: fc.dictionary(fc.constantFrom('1', '2', '3'), anyMargin),
    floor: fc.record({ percent: fc.nat(60), amount: fc.nat(400) }),
    rounding: fc.record({ net: ending, recommended: ending }),
    recommended: fc.record({
      factor: fc.constantFrom(1, 1.6, 3),
      percentile: fc.constantFrom(null, 0, 50, 90),
      market_percent: fc.constantFrom(-50, 0, 10),
    }),
    takes_over: fc.boolean(),
  })
  .map((over) => rule(over as unknown as Partial<PublishingRule>));
const anyRules = fc.uniqueArray(anyRule, { maxLength: 3, selector: ({ name }) => name });
const anyWorld = fc
  .record({ sources: anySources, rules: anyRules, figures: fc.array(fc.nat(9_000)) })
  .map(({ figures, ...of }) => {
    const ascending = figures.toSorted((a, b) => a - b);
    return world({ ...of, destinations: PLACES, figuresOf: () => ascending });
  });

describe('whatever the sources and rules are', () => {
  it('a net price is at least cost and floor of every source behind it, and below the recommended', () =>
    fc.assert(
      fc.property(anyWorld, (of) => {
        const { appear } = plan(of);
        for (const { bundle, rule: name } of appear) {
          const by = of.rules.find((r) => r.name === name)!;
          assert.ok(bundle.sources.length > 0);
          for (const { cost } of bundle.sources)
            assert.ok(bundle.b2b_price >= cost + floorOf(by, cost));
          assert.ok(bundle.b2b_price < bundle.b2c_price);
        }
      }),
    ));

  it('every source behind a bundle fits it, and is one of those that may be taken', () =>
    fc.assert(
      fc.property(anyWorld, (of) => {
        for (const { bundle, rule: name } of plan(of).appear) {
          const { accounts } = of.rules.find((r) => r.name === name)!;
          for (const one of bundle.sources) {
            assert.equal(whyNoFit(bundle, one), null);
            assert.ok(accounts?.includes(one.account) ?? true);
            assert.equal(one.is_stale, false);
          }
        }
      }),
    ));

  it('publishing twice in a row changes nothing the second time', () =>
    fc.assert(
      fc.property(anyWorld, anyWorld, (of, other) => {
        const once = published(of, plan(of));
        const again = plan(once);
        assert.deepEqual([again.appear, again.change, again.vanish], [[], [], []]);
        // Also after the world has moved on: other sources, other rules.
        const moved = { ...once, sources: other.sources, rules: other.rules };
        const twice = plan(published(moved, plan(moved)));
        assert.deepEqual([twice.appear, twice.change, twice.vanish], [[], [], []]);
      }),
    ));

  it('what a price is for does not change while a bundle is there: only price and sources do', () =>
    fc.assert(
      fc.property(anyWorld, anySources, (of, sources) => {
        const on = published(of, plan(of));
        const policy = (b: Bundle): unknown[] => [b.destination, b.bytes, b.duration_days, b.label];
        for (const { bundle, before } of plan({ ...on, sources }).change)
          assert.deepEqual(policy(bundle), policy(before));
      }),
    ));
});

it('prices are rounded up to their ending', () => {
  const CASES: [number, string | null, number][] = [
    [421, '9', 429],
    [429, '9', 429],
    [430, '9', 439],
    [421, '99', 499],
    [500, '99', 599],
    [500, '0', 500],
    [501, '00', 600],
    [7, null, 7],
    [0, '0', 0],
  ];
  for (const [minor, digits, expected] of CASES)
    assert.equal(roundUp(minor, digits), expected, `${minor} to ${digits}`);
});

it('percentiles lie between the figures', () => {
  assert.equal(percentileOf([5], 50), 5);
  assert.equal(percentileOf([1, 2, 3, 4], 50), 3);
  assert.equal(percentileOf([10, 20, 30], 0), 10);
  assert.equal(percentileOf([10, 20, 30], 100), 30);
  assert.equal(percentileOf([10, 20, 30], 75), 25);
});

it('a margin is the larger of percent and minimum, of the tier where it has its own', () => {
  const of = rule({
    margin: { percent: 10, minimum: 50 },
    margin_by_tier: { 4: { percent: 100, minimum: 0 } },
  });
  const net = (tier: number, cost: number): number => priceOf(of, tier, cost, [])!.net;
  assert.deepEqual([net(1, 100), net(1, 1_000), net(4, 1_000)], [150, 1_100, 2_000]);
  assert.equal(priceOf(of, 1, 2_000_000_000, []), null, 'more than a price can be');
});

it('sizes are called as suppliers call them', () => {
  const CASES: [number, number | null][] = [
    [1e9, GB],
    [GB, GB],
    [500e6, 500 * 2 ** 20],
    [1_500_000_000, 1_536 * 2 ** 20],
    [1_100_000_000, 1_100 * 2 ** 20],
    [1_024_000_000, GB],
    [123_456_789, 117 * 2 ** 20],
    [1_000, null],
    [1e15, null],
  ];
  for (const [delivered, size] of CASES) assert.equal(nominalSize(delivered), size, `${delivered}`);
});
