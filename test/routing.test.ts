/** Whether a source delivers a bundle, and which of several is taken. No database. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fitsBundle, whyNoFit } from '../src/domain/catalog/fits-bundle.ts';
import { formerIdsOf, successorsOf } from '../src/domain/catalog/former-ids.ts';
import { workOutOnSale } from '../src/domain/catalog/on-sale.ts';
import { trafficFigures } from '../src/domain/catalog/traffic-figures.ts';
import type { Bundle, Source } from '../src/domain/catalog/types.ts';
import { rankCandidates, whyAfter } from '../src/domain/routing/choose-source.ts';
import type { RoutingPolicy } from '../src/domain/routing/policy.ts';
import { account, NO_RATES, source } from './support/market.ts';

const GB = 2 ** 30;
const PROMISE = { bytes: GB, duration_days: 30, coverage: ['GRC', 'ITA'], traffic_policy: null };
const delivers = (over: Partial<Source> = {}): Source =>
  source('one', 'a', { ...PROMISE, ...over });

describe('a source fits a bundle', () => {
  const FITS: [string, Partial<Source>, object?][] = [
    ['with just what it promises', {}],
    ['in more countries', { coverage: ['ESP', 'ITA', 'GRC'] }],
    ['for longer', { duration_days: 31 }],
    ['with a gigabyte of 10⁹ bytes', { bytes: 1e9 }],
    ['with 93 % of its bytes', { bytes: Math.ceil(GB * 0.93) }],
    ['with nearly twice its bytes', { bytes: 2 * GB - 1 }],
    ['that goes on slowly, which nobody promised', { throttle_kbps: 128 }],
    ['unlimited both', { bytes: null }, { bytes: null }],
    [
      'with its traffic policy',
      { bytes: null, daily_bytes: 2 * GB, throttle_kbps: 1000 },
      { bytes: null, traffic_policy: '2GB/day then 1 Mbps' },
    ],
    [
      'that is never slowed',
      { bytes: null },
      { bytes: null, traffic_policy: '2GB/day then 1 Mbps' },
    ],
    ['with a policy of mere words', {}, { traffic_policy: 'fair use' }],
  ];
  for (const [how, over, promise] of FITS)
    it(how, () => assert.equal(whyNoFit({ ...PROMISE, ...promise }, delivers(over)), null));

  const NOT: [string, Partial<Source>, RegExp, object?][] = [
    ['that leaves out a country', { coverage: ['GRC', 'ESP'] }, /does not cover ITA/],
    ['for a day less', { duration_days: 29 }, /lasts 29 days/],
    ['with a byte less than 93 %', { bytes: Math.ceil(GB * 0.93) - 1 }, /less than 93 %/],
    ['with twice its bytes', { bytes: 2 * GB }, /twice/],
    ['unlimited for limited', { bytes: null }, /it is unlimited/],
    ['limited for unlimited', {}, /it is limited/, { bytes: null }],
    ['slowed every day', { daily_bytes: GB }, /bytes a day only/],
    [
      'slowed earlier',
      { bytes: null, daily_bytes: 2 * GB - 1, throttle_kbps: 1000 },
      /bytes a day, the bundle/,
      { bytes: null, traffic_policy: '2GB/day then 1 Mbps' },
    ],
    [
      'slower then',
      { bytes: null, daily_bytes: 2 * GB, throttle_kbps: 999 },
      /999 kbit/,
      { bytes: null, traffic_policy: '2GB/day then 1 Mbps' },
    ],
    [
      'cut off then',
      { bytes: null, daily_bytes: 2 * GB },
      /0 kbit/,
      { bytes: null, traffic_policy: '2GB/day then 1 Mbps' },
    ],
  ];
  for (const [how, over, why, promise] of NOT)
    it(`not one ${how}`, () =>
      assert.match(whyNoFit({ ...PROMISE, ...promise }, delivers(over)) ?? 'fits', why));

  it('and one that gives more in days and countries fits whatever it fitted before', () => {
    const part = fc.record({
      bytes: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 1e12 })),
      duration_days: fc.integer({ min: 1, max: 400 }),
      coverage: fc.subarray(['GRC', 'ITA', 'ESP', 'FRA'], { minLength: 1 }),
    });
    fc.assert(
      fc.property(part, part, fc.nat({ max: 99 }), (promised, given, more) => {
        const promise = { ...promised, traffic_policy: null };
        const of = delivers(given);
        const fits = fitsBundle(promise, of);
        const covered = promised.coverage.every((iso3) => given.coverage.includes(iso3));
        if (fits) assert.ok(covered && given.duration_days >= promised.duration_days);
        const wider = {
          ...of,
          duration_days: of.duration_days + more,
          coverage: [...new Set([...of.coverage, 'JPN'])],
        };
        if (fits) assert.ok(fitsBundle(promise, wider));
        const same = delivers(promised);
        assert.ok(fitsBundle(promise, same), 'a source fits what promises just that');
      }),
    );
  });
});

it('a traffic policy promises the figures that its text says', () => {
  const CASES: [string | null, number | null, number | null][] = [
    ['2GB/day then 1 Mbps', 2 * GB, 1000],
    ['1GB/day then 512 kbps', GB, 512],
    ['500mb/day then 1.5mbps', 500 * 1024 ** 2, 1500],
    ['3GB/day', 3 * GB, null],
    ['fair use', null, null],
    ['2GB/day, then slower', null, null],
    ['/day', null, null],
    [null, null, null],
  ];
  for (const [text, daily_bytes, throttle_kbps] of CASES)
    assert.deepEqual(trafficFigures(text), { daily_bytes, throttle_kbps }, String(text));
});

it('former ids lead forward, and back from where they lead', () => {
  assert.deepEqual(successorsOf('pkg_a_s1'), ['pkg_a']);
  assert.deepEqual(successorsOf('pkg_a_s2'), ['pkg_a_alt', 'pkg_a']);
  for (const id of ['pkg_a', 'pkg_a_s3', 'pkg_as1', '_s'])
    assert.deepEqual(successorsOf(id), [], id);
  assert.deepEqual(formerIdsOf('pkg_a'), ['pkg_a_s1', 'pkg_a_s2']);
  assert.deepEqual(formerIdsOf('pkg_a_alt'), ['pkg_a_s2']);
  assert.deepEqual(formerIdsOf('pkg_a_s1'), []);
  for (const id of ['pkg_a', 'pkg_a_alt'])
    for (const former of formerIdsOf(id)) assert.ok(successorsOf(former).includes(id));
});

describe('of several accounts', () => {
  const costOf = ({ cost }: Source): number => cost;
  const [one, two, three] = ['one', 'two', 'three'].map((name, priority) =>
    account(name, { priority }),
  );
  const all = [three!, one!, two!];
  const cheap = source('two', 'cheap', { cost: 50 });
  const WANTED = [[source('one', 'x', { cost: 100 }), cheap, source('three', 'y', { cost: 100 })]];
  const order = (
    policy: RoutingPolicy,
    accounts = all,
    wanted: readonly (readonly Source[])[] = WANTED,
    seed = '',
  ): string[] =>
    rankCandidates(wanted, { accounts, policy, costOf }, seed).map((c) => c.account.name);

  it('the cheapest comes first by cost, then the id of the source', () => {
    assert.deepEqual(order({ name: 'cost' }), ['two', 'one', 'three']);
  });

  it('the lowest number comes first by priority, then the cost', () => {
    assert.deepEqual(order({ name: 'priority' }), ['one', 'two', 'three']);
    const alike = all.map((a) => ({ ...a, priority: 1 }));
    assert.deepEqual(order({ name: 'priority' }, alike), ['two', 'one', 'three']);
  });

  it('health decides between what the policy finds equal, and nothing before that', () => {
    const ill = all.map((a) => ({ ...a, health: a.name === 'one' ? 0.5 : 1 }));
    assert.deepEqual(order({ name: 'cost' }, ill), ['two', 'three', 'one']);
    const cheapIll = all.map((a) => ({ ...a, health: a.name === 'two' ? 0.1 : 1 }));
    assert.equal(order({ name: 'cost' }, cheapIll)[0], 'two');
  });

  it('one that something is against comes after all others', () => {
    const out = all.map((a) => ({ ...a, outBecause: a.name === 'two' ? 'no money' : null }));
    for (const policy of [{ name: 'cost' }, { name: 'priority' }] as const)
      assert.equal(order(policy, out).at(-1), 'two');
  });

  it('only those that have a source for everything, each with its cheapest', () => {
    const dear = source('one', 'dear', { cost: 101 });
    const wanted = [
      [dear, ...WANTED[0]!],
      [source('one', 'z'), source('three', 'w', { cost: 1 })],
    ];
    const ranked = rankCandidates(wanted, { accounts: all, policy: { name: 'cost' }, costOf }, '');
    assert.deepEqual(
      ranked.map((c) => [c.account.name, c.cost, c.sources.map((s) => s.article)]),
      [
        ['three', 101, ['y', 'w']],
        ['one', 200, ['x', 'z']],
      ],
    );
    assert.deepEqual(order({ name: 'cost' }, all, [[cheap], [source('one', 'z')]]), []);
  });

  it('travelers are shared out by weights, each always to the same', () => {
    const policy: RoutingPolicy = { name: 'weights', weights: { one: 3, two: 1 } };
    const first = (weights: RoutingPolicy, seed: number): string =>
      order(weights, all, WANTED, `traveler ${seed}`)[0]!;
    const firsts = Array.from({ length: 4_000 }, (_, seed) => first(policy, seed));
    const ofOne = firsts.filter((name) => name === 'one').length;
    assert.ok(ofOne > 2_850 && ofOne < 3_150, String(ofOne));
    assert.ok(!firsts.includes('three'), 'nobody goes to one without a weight');
    assert.deepEqual(order(policy, [three!]), ['three'], 'unless no other can');
    // More for one takes travelers from the others only.
    const more: RoutingPolicy = { name: 'weights', weights: { one: 6, two: 1 } };
    for (const [seed, before] of firsts.entries())
      if (before === 'one') assert.equal(first(more, seed), 'one');
  });

  it('the order in which they are named changes nothing', () => {
    const policies: RoutingPolicy[] = [
      { name: 'cost' },
      { name: 'priority' },
      { name: 'weights', weights: { one: 1, two: 1, three: 1 } },
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 3 }),
        fc.constantFrom(...policies),
        fc.string(),
        (accounts, policy, seed) =>
          assert.deepEqual(order(policy, accounts, WANTED, seed), order(policy, all, WANTED, seed)),
      ),
    );
  });

  it('it is said why one comes after the first', () => {
    const why = (policy: RoutingPolicy, accounts = all): string => {
      const ranked = rankCandidates(WANTED, { accounts, policy, costOf }, '');
      return whyAfter(ranked.at(-1)!, ranked[0]!, policy);
    };
    assert.match(why({ name: 'cost' }), /two costs less/);
    assert.match(why({ name: 'priority' }), /one comes first by priority/);
    assert.match(why({ name: 'weights', weights: { one: 1 } }), /weights give this one to one/);
    const broke = all.map((a) => ({ ...a, outBecause: a.name === 'two' ? 'no money' : null }));
    assert.match(why({ name: 'cost' }, broke), /out of routing: no money/);
  });
});

describe('what is on sale', () => {
  const bundle: Bundle = {
    ...PROMISE,
    id: 'pkg_x',
    destination: 'GR',
    type: 'data-limited',
    label: 'X',
    throttling: null,
    b2b_price: 200,
    b2c_price: 300,
    currency: 'EUR',
    priority: 1,
    is_active: true,
    sources: [
      source('one', 'a', { ...PROMISE, esim_types: ['universal'] }),
      source('two', 'b', { ...PROMISE, esim_types: ['classic'] }),
    ],
  };
  const at = (...accounts: ReturnType<typeof account>[]) =>
    workOutOnSale([bundle], accounts, NO_RATES);

  it('is for the kinds of eSIM that its usable sources are for', () => {
    assert.deepEqual(at(account('one'), account('two')).typesOf(bundle), ['universal', 'classic']);
    assert.deepEqual(at(account('two')).typesOf(bundle), ['classic']);
    assert.deepEqual(at().typesOf(bundle), []);
    assert.deepEqual(at().bundlesOf('GR'), []);
  });

  it('still serves eSIMs of an account that takes no new ones', () => {
    const onSale = at(account('one', { takesNew: false }), account('two'));
    assert.equal(onSale.isSold(bundle, 'universal', null), false);
    assert.equal(onSale.isSold(bundle, 'universal', 'one'), true);
    assert.equal(onSale.isSold(bundle, 'universal', 'two'), false);
    assert.deepEqual(
      onSale.sourcesOf(bundle, 'universal', 'one').map((s) => s.id),
      ['src_one_a'],
    );
    assert.deepEqual(onSale.typesOf(bundle), ['classic']);
  });

  it('is another when an account changes', () => {
    assert.notEqual(at(account('one')).key, at(account('one', { takesNew: false })).key);
    assert.notEqual(at(account('one')).key, at(account('two')).key);
  });
});
