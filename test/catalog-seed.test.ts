import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ON_SALE } from '../src/domain/catalog/places/country-facts.ts';
import { whyNoFit } from '../src/domain/catalog/fits-bundle.ts';
import { formerIdsOf } from '../src/domain/catalog/former-ids.ts';
import { REGIONS } from '../src/domain/catalog/places/regions.ts';
import { seedCatalog } from '../src/domain/catalog/seed.ts';
import { formatSize, parseSize } from '../src/domain/catalog/size.ts';
import { buildCatalog } from '../src/domain/catalog/store.ts';
import type { Bundle, Source } from '../src/domain/catalog/types.ts';

const GB = 1_073_741_824;
const { destinations, bundles } = seedCatalog();
const active = destinations.filter((destination) => destination.is_active);
/** A bundle as a provider was the first to deliver it; the second's may stand behind the first's. */
const isFirstOf = ({ sources }: Bundle, provider: string): boolean =>
  sources[0]!.account === provider;
const of = (destination: string, provider: string) =>
  bundles.filter((bundle) => bundle.destination === destination && isFirstOf(bundle, provider));
const sourcesOf = (provider: string): [Bundle, Source][] =>
  bundles.flatMap((bundle) =>
    bundle.sources.filter((s) => s.account === provider).map((s): [Bundle, Source] => [bundle, s]),
  );

test('sizes', () => {
  const cases: Record<string, number | null> = {
    '500MB': 524_288_000,
    '1GB': GB,
    '1.5GB': 1.5 * GB,
    '1.125GB': 1.125 * GB,
    '0.5GB': GB / 2,
    '10240GB': 10_240 * GB,
    '10241GB': null,
    '0GB': null,
    '0.1GB': null,
    '1.1234GB': null,
    '1 GB': null,
    '1gb': null,
    '-1GB': null,
    '1e3GB': null,
    '': null,
    GB: null,
    '1TB': null,
    '.5GB': null,
    '1.GB': null,
    NaNGB: null,
    '1GB\n': null,
    '99999999999999GB': null,
  };
  for (const [text, bytes] of Object.entries(cases)) assert.equal(parseSize(text), bytes, text);
  assert.deepEqual([GB, 1.5 * GB, 524_288_000, GB / 2, 1100 * 1024 ** 2].map(formatSize), [
    '1GB',
    '1.5GB',
    '500MB',
    '512MB',
    '1100MB',
  ]);
});

test('a size that was read is written and read again unchanged', () => {
  const eighths = fc.tuple(fc.nat({ max: 10_239 }), fc.nat({ max: 7 })).map(([n, f]) => n + f / 8);
  let seen = 0;
  fc.assert(
    fc.property(
      fc.oneof(eighths, fc.nat({ max: 10_485_760 })),
      fc.constantFrom('MB', 'GB'),
      (number, unit) => {
        const bytes = parseSize(`${number}${unit}`);
        if (bytes === null) return;
        seen += 1;
        assert.equal(bytes, number * (unit === 'GB' ? GB : GB / 1024));
        assert.equal(parseSize(formatSize(bytes)), bytes);
      },
    ),
    { numRuns: 2_000 },
  );
  assert.ok(seen > 500);
});

test('the shipped catalog is large, the same every time, and names everything once', () => {
  assert.deepEqual(seedCatalog(), { destinations, bundles });
  assert.ok(bundles.length >= 3_000, String(bundles.length));
  assert.equal(destinations.length, 250 + REGIONS.length);
  assert.equal(
    active.filter((destination) => destination.type === 'country').length,
    ON_SALE.length,
  );
  assert.ok(ON_SALE.length >= 200);
  for (const iso3 of ['ATA', 'BVT', 'PRK']) assert.ok(!ON_SALE.includes(iso3));
  assert.equal(new Set(bundles.map((bundle) => bundle.id)).size, bundles.length);
  const sources = bundles.flatMap((bundle) => bundle.sources.map(({ id }) => id));
  assert.equal(new Set(sources).size, sources.length);
  const keys = bundles.map((b) =>
    [b.sources[0]!.account, b.destination, b.type, b.bytes, b.duration_days].join(),
  );
  assert.equal(new Set(keys).size, bundles.length);
  for (const bundle of bundles) {
    assert.match(bundle.id, /^pkg_[a-z0-9_-]+$/);
    assert.equal(bundle.currency, 'EUR');
    assert.equal(bundle.priority, isFirstOf(bundle, 'sandbox-one') ? 100 : 200);
    for (const { account, esim_types } of bundle.sources)
      assert.deepEqual(
        esim_types,
        account === 'sandbox-two' ? ['classic'] : ['universal', 'classic'],
      );
    assert.equal(bundle.type === 'unlimited', bundle.bytes === null);
    assert.equal(bundle.type === 'unlimited', bundle.traffic_policy !== null);
  }
  const one = bundles.find((bundle) => bundle.id === 'pkg_fra_1gb_365d')!;
  assert.deepEqual(
    [one.label, one.coverage, one.sources.map((s) => [s.account, s.article, s.coverage])],
    [
      '1 GB – 365 days',
      ['FRA'],
      [
        ['sandbox-one', 's1-fra-1gb-365d', ['FRA']],
        ['sandbox-three', 's3-fra-1gb-365d', ['FRA']],
        ['sandbox-two', 's2-fra-1gb-365d', ['FRA', 'MCO', 'AND']],
      ],
    ],
  );
});

test('every country on sale and every region has the universal bundles of 1, 3, 5, 10 and 20 GB for 365 days', () => {
  assert.deepEqual(
    active.filter((destination) => destination.type === 'region').map(({ id }) => id),
    REGIONS.map(({ id }) => id),
  );
  for (const { id, iso3s } of active) {
    const sizes = of(id, 'sandbox-one').filter(
      (b) => b.type === 'data-limited' && b.duration_days === 365 && b.is_active,
    );
    assert.deepEqual(
      sizes.map((b) => b.bytes! / GB).sort((a, b) => a - b),
      [1, 3, 5, 10, 20],
      id,
    );
    for (const bundle of sizes) {
      assert.ok(bundle.sources[0]!.esim_types.includes('universal'));
      assert.deepEqual([bundle.coverage, bundle.sources[0]!.coverage], [iso3s, iso3s]);
    }
    assert.ok(
      of(id, 'sandbox-one').some(
        (b) => b.type === 'starter' && b.bytes === 524_288_000 && b.duration_days === 2,
      ),
      id,
    );
  }
  assert.ok(
    bundles.every((bundle) => active.some((destination) => destination.id === bundle.destination)),
  );
});

/** Whether `a` gives at least as much as `b` in both respects and more in one. */
const gives = (a: Bundle, b: Bundle) => {
  const [x, y] = [a.bytes ?? Infinity, b.bytes ?? Infinity];
  return (
    x >= y && a.duration_days >= b.duration_days && (x > y || a.duration_days > b.duration_days)
  );
};

test('prices: cost below net below recommended; more bytes or more days always cost more', () => {
  for (const bundle of bundles) {
    const costs = bundle.sources.map(({ cost }) => cost);
    const prices = [...costs, bundle.b2b_price, bundle.b2c_price];
    assert.ok(
      prices.every((price) => Number.isInteger(price) && price > 0),
      bundle.id,
    );
    assert.ok(
      costs.every((cost) => cost < bundle.b2b_price) && bundle.b2b_price < bundle.b2c_price,
      bundle.id,
    );
  }
  let compared = 0;
  for (const { id } of active) {
    for (const provider of ['sandbox-one', 'sandbox-two']) {
      const all = of(id, provider);
      for (const a of all)
        for (const b of all) {
          if (a.type !== b.type || !gives(a, b)) continue;
          compared += 1;
          for (const price of ['b2b_price', 'b2c_price'] as const)
            assert.ok(a[price] > b[price], `${a.id} ${b.id}`);
          assert.ok(a.sources[0]!.cost > b.sources[0]!.cost, `${a.id} ${b.id}`);
        }
    }
  }
  assert.ok(compared > 10_000);
});

test('a region costs more than its countries do on average, less than three times that', () => {
  const price = (id: string) =>
    of(id, 'sandbox-one').find((b) => b.bytes === GB && b.duration_days === 365)!.b2c_price;
  const priceOf = new Map(active.map(({ id, iso3 }) => [iso3, price(id)]));
  for (const { id, members } of REGIONS) {
    const mean = members.reduce((sum, iso3) => sum + priceOf.get(iso3)!, 0) / members.length;
    const factor = price(id) / mean;
    assert.ok(factor > 1.25 && factor < 2.5, `${id} ${factor}`);
  }
});

test('every source fits its bundle; the second provider stands behind the first one’s where it does', () => {
  for (const bundle of bundles)
    for (const source of bundle.sources) assert.equal(whyNoFit(bundle, source), null, source.id);
  const both = bundles.filter(
    ({ sources: [one, ...more] }) =>
      one!.account === 'sandbox-one' && more.some(({ account }) => account === 'sandbox-two'),
  );
  assert.ok(both.length > 500);
  for (const { id, sources } of both)
    assert.ok(
      sources.every((s) => s === sources[0] || s.cost > sources[0]!.cost),
      id,
    );
  const others = bundles.filter(({ id }) => id.endsWith('_alt'));
  assert.ok(others.length > 0);
  for (const other of others) {
    const first = bundles.find(({ id }) => id === other.id.slice(0, -'_alt'.length))!;
    assert.notEqual(whyNoFit(first, other.sources[0]!), null, other.id);
    assert.ok(isFirstOf(first, 'sandbox-one') && isFirstOf(other, 'sandbox-two'));
  }
});

test('the wholesaler stands behind the first provider’s data-limited and unlimited ones, a little dearer', () => {
  for (const { id, type, sources } of bundles) {
    const [one, three] = ['sandbox-one', 'sandbox-three'].map((name) =>
      sources.find(({ account }) => account === name),
    );
    const has = one !== undefined && ['data-limited', 'unlimited'].includes(type);
    assert.equal(three !== undefined, has, id);
    if (three !== undefined && one !== undefined)
      assert.ok(three.cost > one.cost && three.cost <= one.cost * 1.05 + 2, id);
  }
});

test('the ids of before lead to what took their place', () => {
  const { bundle } = buildCatalog(1, destinations, bundles);
  const place: Record<string, string> = {
    pkg_esp_1gb_365d_s1: 'pkg_esp_1gb_365d',
    pkg_esp_1gb_365d_s2: 'pkg_esp_1gb_365d',
    pkg_esp_50gb_365d_s2: 'pkg_esp_50gb_365d',
    pkg_europe_1gb_365d_s1: 'pkg_europe_1gb_365d',
    pkg_europe_1gb_365d_s2: 'pkg_europe_1gb_365d_alt',
  };
  for (const [former, id] of Object.entries(place)) assert.equal(bundle(former)?.id, id);
  for (const id of ['pkg_esp_1gb_365d_s3', 'pkg_esp_1gb_365d_s1_s1', 'pkg_nowhere_s1'])
    assert.equal(bundle(id), null);
  for (const { id } of bundles) {
    assert.equal(bundle(id)?.id, id);
    for (const former of formerIdsOf(id))
      assert.ok([id, `${id}_alt`].includes(bundle(former)!.id), former);
  }
});

test('the second provider differs: coverage, costs, offers; plans are shared, some sources have none', () => {
  const second = sourcesOf('sandbox-two');
  assert.ok(second.length > 500);
  const iso3sOf = new Map(active.map(({ id, iso3s }) => [id, iso3s]));
  assert.ok(new Set(second.map(([{ destination }]) => destination)).size < active.length);
  for (const [{ destination }, { id, coverage }] of second) {
    assert.ok(
      iso3sOf.get(destination)!.some((iso3) => coverage.includes(iso3)),
      id,
    );
    for (const iso3 of coverage) assert.ok(ON_SALE.includes(iso3), `${id} ${iso3}`);
  }
  const more = second.map(([b, s]) => s.coverage.length - iso3sOf.get(b.destination)!.length);
  assert.ok(more.some((n) => n > 0) && more.some((n) => n < 0));
  for (const provider of ['sandbox-one', 'sandbox-two']) {
    const plans = new Map<string | null, Set<string>>();
    for (const [{ destination }, { imsi }] of sourcesOf(provider))
      plans.set(imsi, (plans.get(imsi) ?? new Set()).add(destination));
    assert.ok(plans.get(null)!.size > 0);
    for (const [plan, countries] of plans) if (plan) assert.ok(countries.size > 1, plan);
  }
});
