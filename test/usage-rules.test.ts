/** The pure rules of usage: sharing out bytes, thresholds, profile states. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allocate, inOrder, type Bucket } from '../src/domain/esims/usage/allocate.ts';
import { applyState } from '../src/domain/esims/usage/apply-state.ts';
import { applyUsage } from '../src/domain/esims/usage/apply-usage.ts';
import type {
  EsimStatus,
  LockedEsim,
  LockedPackage,
} from '../src/domain/esims/usage/locked-esims.ts';
import {
  crossed,
  nextByTime,
  THRESHOLDS,
  type Consumption,
} from '../src/domain/esims/usage/thresholds.ts';
import { PACKAGE_TYPES } from '../src/domain/catalog/types.ts';

const COUNTRIES = ['GRC', 'ESP', 'USA'];
const T0 = Date.UTC(2027, 0, 1);
const HOUR = 3_600_000;
const instant = fc.integer({ min: 0, max: 400 * 24 }).map((h) => new Date(T0 + h * HOUR));
const bucket = (i: number) =>
  fc.record({
    id: fc.constant(`epk_${i}`),
    coverage: fc.subarray(COUNTRIES),
    left: fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.constant(Infinity)),
    activatedAt: fc.option(instant),
    endsAt: instant,
    assignedAt: instant,
  });
const buckets = fc
  .array(fc.nat(), { maxLength: 8 })
  .chain((slots) => fc.tuple(...slots.map((_, i) => bucket(i)))) as fc.Arbitrary<Bucket[]>;
const place = fc.option(fc.constantFrom(...COUNTRIES));

describe('sharing out the bytes of an eSIM', () => {
  it('loses and invents nothing, overfills nothing, and touches only what covers the place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), place, buckets, (bytes, iso3, all) => {
        const { shares, uncovered } = allocate(bytes, iso3, all);
        assert.equal(shares.reduce((sum, s) => sum + s.bytes, 0) + uncovered, bytes);
        for (const share of shares) {
          const taker = all.find((b) => b.id === share.id)!;
          assert.ok(share.bytes > 0 && share.bytes <= taker.left);
          assert.ok(iso3 === null || taker.coverage.includes(iso3));
        }
        assert.equal(new Set(shares.map((s) => s.id)).size, shares.length);
        if (uncovered > 0)
          for (const b of inOrder(all, iso3))
            assert.equal(
              shares.find((s) => s.id === b.id)?.bytes ?? 0,
              b.left,
              'nobody who covers has room left',
            );
      }),
    );
  });

  it('fills the better one before the next: activated, then fewer countries of those that are not, then nearest end, then assignment; whatever order they come in', () => {
    const key = (b: Bucket) => [
      b.activatedAt === null ? 1 + b.coverage.length : 0,
      b.endsAt.getTime(),
      b.assignedAt.getTime(),
    ];
    const isBefore = (a: Bucket, b: Bucket): boolean => {
      const [x, y] = [key(a), key(b)];
      for (let i = 0; i < 3; i++) if (x[i] !== y[i]) return x[i]! < y[i]!;
      return false;
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), place, buckets, (bytes, iso3, all) => {
        const shareOf = new Map(allocate(bytes, iso3, all).shares.map((s) => [s.id, s.bytes]));
        assert.deepEqual(
          new Map(allocate(bytes, iso3, all.toReversed()).shares.map((s) => [s.id, s.bytes])),
          shareOf,
        );
        for (const a of inOrder(all, iso3))
          for (const b of inOrder(all, iso3))
            if (isBefore(a, b) && shareOf.has(b.id)) assert.equal(shareOf.get(a.id) ?? 0, a.left);
      }),
    );
  });

  it('does the same at once as in steps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: 0, max: 2_000 }),
        place,
        buckets,
        (first, second, iso3, all) => {
          const once = allocate(first + second, iso3, all);
          const one = allocate(first, iso3, all);
          const two = allocate(
            second,
            iso3,
            all.map((b) => ({
              ...b,
              left: b.left - (one.shares.find((s) => s.id === b.id)?.bytes ?? 0),
            })),
          );
          assert.equal(once.uncovered, one.uncovered + two.uncovered);
        },
      ),
    );
  });
});

const consumption = fc
  .record({
    type: fc.constantFrom(...PACKAGE_TYPES),
    usedBytes: fc.integer({ min: 0, max: 1_000 }),
    totalBytes: fc.option(fc.constant(1_000)),
    activatedAt: fc.option(fc.constant(new Date(T0))),
    hours: fc.integer({ min: 1, max: 100 * 24 }),
  })
  .map(({ hours, ...c }): Consumption => ({
    ...c,
    expiresAt: c.activatedAt === null ? null : new Date(T0 + hours * HOUR),
  }));

describe('thresholds', () => {
  it('are those between what was and what is, in order, by bytes or time as the type says', () => {
    fc.assert(
      fc.property(consumption, fc.constantFrom(0, ...THRESHOLDS), instant, (c, previous, now) => {
        const byBytes = c.totalBytes === null ? 0 : (c.usedBytes / c.totalBytes) * 100;
        const byTime =
          c.type === 'data-limited' || c.activatedAt === null
            ? 0
            : ((now.getTime() - T0) / (c.expiresAt!.getTime() - T0)) * 100;
        assert.deepEqual(
          crossed(c, previous, now),
          THRESHOLDS.filter((p) => p > previous && p <= Math.max(byBytes, byTime) + 1e-9),
        );
        assert.deepEqual(crossed(c, 100, now), []);
      }),
    );
  });

  it('by time the next one falls due exactly when it is named, not a millisecond earlier', () => {
    fc.assert(
      fc.property(consumption, fc.constantFrom(0, 20, 50, 80), (c, previous) => {
        const at = nextByTime(c, previous);
        if (at === null) return assert.ok(c.type === 'data-limited' || c.activatedAt === null);
        const idle = { ...c, usedBytes: 0 };
        const [next] = THRESHOLDS.filter((p) => p > previous);
        assert.deepEqual(crossed(idle, previous, at), [next]);
        assert.deepEqual(crossed(idle, previous, new Date(at.getTime() - 1)), []);
      }),
    );
    assert.equal(
      nextByTime(
        {
          type: 'unlimited',
          usedBytes: 0,
          totalBytes: null,
          activatedAt: new Date(T0),
          expiresAt: new Date(T0 + HOUR),
        },
        100,
      ),
      null,
    );
  });
});

const GB = 1_000_000;
const ASSIGNED = new Date(T0);
const NOW = new Date(T0 + 30 * 24 * HOUR);
const packageOf = (id: string, coverage: string[], totalBytes: number | null): LockedPackage => ({
  id,
  queueId: `pq_${'0'.repeat(32)}`,
  providerPackageId: id,
  iso3: coverage[0]!,
  coverage,
  type: totalBytes === null ? 'unlimited' : 'data-limited',
  totalBytes,
  usedBytes: 0,
  reportedBytes: 0,
  allocatedBytes: 0,
  threshold: 0,
  sequence: 0,
  durationDays: 365,
  status: 'ACTIVE',
  assignedAt: ASSIGNED,
  activateBefore: new Date(T0 + 365 * 24 * HOUR),
  activatedAt: null,
  expiresAt: null,
  isDated: false,
  isChanged: false,
});
const esimOf = (packages: LockedPackage[] = []): LockedEsim => ({
  partnerId: 'prt_1',
  id: 'esm_1',
  iccid: '89',
  provider: 'p',
  status: 'RELEASED',
  statusAt: ASSIGNED,
  sequence: 0,
  uncoveredBytes: 0,
  isChanged: false,
  counters: new Map(),
  packages,
  moved: new Set(),
  heardAt: null,
  measuredAt: null,
  timers: new Map(),
  events: [],
});

describe('applying reports', () => {
  const figure = fc.record({
    a: fc.nat(2 * GB),
    b: fc.nat(2 * GB),
    esp: fc.nat(2 * GB),
    at: instant,
  });

  it('in any order and number ends with the highest figures, each event once and in order', () => {
    fc.assert(
      fc.property(fc.array(figure, { minLength: 1, maxLength: 12 }), (figures) => {
        const esim = esimOf([packageOf('a', ['GRC'], GB), packageOf('b', ['ESP'], GB)]);
        for (const f of figures) {
          const line = (package_id: string, used_bytes: number) => ({
            package_id,
            used_bytes,
            activated_at: null,
            expires_at: null,
            status: 'ACTIVE' as const,
          });
          const before = esim.packages.map((k) => k.usedBytes);
          applyUsage(
            esim,
            {
              state: 'unknown',
              state_changed_at: '',
              packages: [line('a', f.a), line('b', f.b)],
              usage: [{ iso3: 'ESP', used_bytes: f.esp }],
            },
            f.at,
            NOW,
          );
          esim.packages.forEach((k, i) =>
            assert.ok(
              k.usedBytes >= before[i]! && k.usedBytes <= GB,
              'never falls, never above the total',
            ),
          );
        }
        const [a] = esim.packages;
        assert.equal(a!.usedBytes, Math.min(GB, Math.max(...figures.map((f) => f.a))));
        assert.equal(a!.status, a!.usedBytes === GB ? 'DEPLETED' : 'ACTIVE');
        for (const k of esim.packages) {
          const types = esim.events.filter((e) => e.entityId === k.id);
          assert.deepEqual(
            types.map((e) => e.sequence),
            types.map((_, i) => i + 1),
          );
          const reached = THRESHOLDS.filter((p) => k.usedBytes * 100 >= p * GB).map(
            (p) => `package.usage.${p}_percent`,
          );
          assert.deepEqual(
            types.map((e) => e.type),
            k.usedBytes === 0 ? [] : ['package.activated', ...reached],
          );
        }
        assert.equal(esim.counters.get('ESP') ?? 0, Math.max(...figures.map((f) => f.esp)));
      }),
    );
  });

  it('states end with the newest, whatever the order; each instant is told at most once per event', () => {
    const change = fc.record({
      state: fc.constantFrom<EsimStatus[]>(
        'RELEASED',
        'INSTALLED',
        'ENABLED',
        'DISABLED',
        'DELETED',
      ),
      ms: fc.nat(20),
    });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat()),
        (changes, shuffle) => {
          const run = (order: typeof changes): LockedEsim => {
            const esim = esimOf();
            for (const c of order) applyState(esim, c.state, new Date(T0 + c.ms), NOW);
            return esim;
          };
          const inOne = run(changes);
          const inAnother = run(
            changes.toSorted((a, b) => (shuffle[a.ms] ?? a.ms) - (shuffle[b.ms] ?? b.ms)),
          );
          assert.deepEqual([inOne.status, inOne.statusAt], [inAnother.status, inAnother.statusAt]);
          const again = run([...changes, ...changes]);
          assert.deepEqual(
            [again.status, again.events.length],
            [inOne.status, inOne.events.length],
            'told twice is told once',
          );
        },
      ),
    );
  });
});
