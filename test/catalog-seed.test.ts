import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ON_SALE } from '../src/domain/catalog/places/country-facts.ts';
import { REGIONS } from '../src/domain/catalog/places/regions.ts';
import { seedCatalog } from '../src/domain/catalog/seed.ts';
import { formatSize, parseSize } from '../src/domain/catalog/size.ts';
import type { Bundle } from '../src/domain/catalog/types.ts';

const GB = 1_073_741_824;
const { destinations, bundles } = seedCatalog();
const active = destinations.filter((destination) => destination.is_active);
const of = (destination: string, provider: string) =>
  bundles.filter(
    (bundle) => bundle.destination === destination && bundle.template.provider === provider,
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
  assert.equal(new Set(bundles.map((bundle) => bundle.template.id)).size, bundles.length);
  const keys = bundles.map((b) =>
    [b.template.provider, b.destination, b.type, b.bytes, b.duration_days].join(),
  );
  assert.equal(new Set(keys).size, bundles.length);
  for (const bundle of bundles) {
    assert.match(bundle.id, /^pkg_[a-z0-9_-]+$/);
    assert.equal(bundle.currency, 'EUR');
    assert.equal(bundle.priority, bundle.template.provider === 'sandbox-one' ? 100 : 200);
    assert.deepEqual(
      bundle.esim_types,
      bundle.template.provider === 'sandbox-one' ? ['universal', 'classic'] : ['classic'],
    );
    assert.equal(bundle.type === 'unlimited', bundle.bytes === null);
    assert.equal(bundle.type === 'unlimited', bundle.traffic_policy !== null);
  }
  const one = bundles.find((bundle) => bundle.id === 'pkg_fra_1gb_365d_s1')!;
  assert.deepEqual(
    [one.label, one.template.id, one.template.coverage],
    ['1 GB – 365 days', 's1-fra-1gb-365d', ['FRA']],
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
      assert.ok(bundle.esim_types.includes('universal'));
      assert.deepEqual(bundle.template.coverage, iso3s);
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
    const prices = [bundle.template.cost, bundle.b2b_price, bundle.b2c_price];
    assert.ok(
      prices.every((price) => Number.isInteger(price) && price > 0),
      bundle.id,
    );
    assert.ok(
      bundle.template.cost < bundle.b2b_price && bundle.b2b_price < bundle.b2c_price,
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
          assert.ok(a.template.cost > b.template.cost, `${a.id} ${b.id}`);
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

test('the second provider differs: coverage, prices, offers; plans are shared, some templates have none', () => {
  const second = bundles.filter((bundle) => bundle.template.provider === 'sandbox-two');
  assert.ok(second.length > 500);
  const sold = new Set(second.map((bundle) => bundle.destination));
  assert.ok(sold.size < active.length);
  for (const bundle of second) {
    const destination = active.find(({ id }) => id === bundle.destination)!;
    assert.ok(
      destination.iso3s.some((iso3) => bundle.template.coverage.includes(iso3)),
      bundle.id,
    );
    for (const iso3 of bundle.template.coverage)
      assert.ok(ON_SALE.includes(iso3), `${bundle.id} ${iso3}`);
  }
  const wider = second.filter(
    (bundle) =>
      bundle.template.coverage.length >
      active.find(({ id }) => id === bundle.destination)!.iso3s.length,
  );
  const narrower = second.filter(
    (bundle) =>
      bundle.template.coverage.length <
      active.find(({ id }) => id === bundle.destination)!.iso3s.length,
  );
  assert.ok(wider.length > 0 && narrower.length > 0);
  const first = new Map(
    bundles.filter((b) => b.template.provider === 'sandbox-one').map((b) => [b.id.slice(0, -2), b]),
  );
  const twins = second.filter((b) => first.has(b.id.slice(0, -2)));
  assert.ok(twins.some((b) => b.b2b_price < first.get(b.id.slice(0, -2))!.b2b_price));
  assert.ok(twins.some((b) => b.b2b_price > first.get(b.id.slice(0, -2))!.b2b_price));
  for (const provider of ['sandbox-one', 'sandbox-two']) {
    const plans = new Map<string | null, Set<string>>();
    for (const bundle of bundles.filter((b) => b.template.provider === provider)) {
      plans.set(
        bundle.template.imsi,
        (plans.get(bundle.template.imsi) ?? new Set()).add(bundle.destination),
      );
    }
    assert.ok(plans.get(null)!.size > 0);
    for (const [plan, countries] of plans) if (plan) assert.ok(countries.size > 1, plan);
  }
});
