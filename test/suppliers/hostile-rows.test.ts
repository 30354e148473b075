/**
 * Rows of a supplier's catalog that make no sense: each field of a good one is replaced by each kind
 * of nonsense, one at a time. Whatever is read is an article that can be sold, and no row costs us
 * the others.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCurrency, MAX_MINOR } from '../../src/domain/money.ts';
import type { Article } from '../../src/providers/article.ts';
import { toArticles as ofAiralo } from '../../src/providers/airalo/catalog.ts';
import { toArticles as ofAccess } from '../../src/providers/esim-access/articles.ts';
import { toCataloguePage } from '../../src/providers/esim-go/articles.ts';
import { toArticles as ofZendit } from '../../src/providers/zendit/offer.ts';

const NONSENSE: unknown[] = [
  undefined,
  null,
  true,
  [],
  {},
  [null],
  [[]],
  [{}],
  ['ES'],
  { toString: 1 },
  Infinity, // what JSON.parse makes of 1e309
  -Infinity,
  NaN,
  -1,
  0,
  0.5,
  2 ** 53,
  99_999_999_999,
  '',
  ' ',
  '1e309',
  'NaN',
  '-5',
  '0x10',
  '=1+1',
  '@SUM(A1)',
  'usd',
  'XXX',
  'ZZ',
  '__proto__',
  '\u202Egnp.exe',
  '\ud800',
  'a\0b',
  'a\r\nb',
  'x'.repeat(5_000),
];

const days = { duration: 7, durationUnit: 'DAY', unusedValidTime: 180 };
const access = {
  packageCode: 'P',
  slug: 'ES_1_7',
  name: 'Spain',
  price: 9_000,
  currencyCode: 'USD',
  volume: 2 ** 30,
  ...days,
  activeType: 2,
  dataType: 1,
  supportTopUpType: 2,
  location: 'ES',
};
const go = {
  name: 'esim_1',
  description: 'd',
  countries: [{ iso: 'ES' }],
  roamingEnabled: [],
  dataAmount: 1_000,
  duration: 7,
  unlimited: false,
  price: 1.9,
  billingType: 'FixedCost',
};
const zendit = {
  offerId: 'E',
  productType: 'ESIM',
  brandName: 'a',
  shortNotes: 'n',
  priceType: 'FIXED',
  country: 'ES',
  roaming: [{ country: 'FR' }],
  dataGB: 1,
  dataUnlimited: false,
  durationDays: 7,
  enabled: true,
  cost: { currency: 'USD', currencyDivisor: 100, fixed: 150, fee: 0, feePct: 0 },
};
const sim = { type: 'sim', price: 4.5, net_price: 3.6, amount: 1_024, day: 7, is_unlimited: false };
const airalo = {
  title: 'Spain',
  operators: [
    {
      title: 'Guay',
      activation_policy: 'first-usage',
      is_kyc_verify: false,
      rechargeability: true,
      install_window_days: 30,
      coverages: [{ code: 'ES' }],
      packages: [
        { ...sim, id: 'g', title: '1 GB', prices: { net_price: { USD: 3.6 } } },
        { ...sim, id: 'g-topup', type: 'topup' },
      ],
    },
  ],
};

/** A row of each kind, and how a list of rows is read. */
const KINDS: Record<string, [row: object, read: (rows: object[]) => Article[]]> = {
  airalo: [airalo, (rows) => ofAiralo(rows, 'USD').articles],
  'esim-access': [access, (rows) => ofAccess({ packageList: rows }, [1]).articles],
  'esim-access, a day pass': [
    { ...access, dataType: 2, duration: 1, fupPolicy: '1 Mbps' },
    (rows) => ofAccess({ packageList: rows }, [1, 365]).articles,
  ],
  'esim-go': [go, (rows) => toCataloguePage({ bundles: rows, pageCount: 1 }, 'KWD').articles],
  'esim-go, unlimited': [
    { ...go, name: 'esim_UL_1', unlimited: true, dataAmount: -1 },
    (rows) => toCataloguePage(rows, 'USD').articles,
  ],
  zendit: [zendit, (rows) => ofZendit(rows, 1e9).articles],
};

/** Ways to each member of a value. */
function* waysInto(value: unknown): Generator<string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    yield [key];
    for (const way of waysInto(member)) yield [key, ...way];
  }
}

function changed(row: object, way: string[], value: unknown): object {
  const copy = structuredClone(row) as Record<string, unknown>;
  let at = copy;
  for (const key of way.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[way.at(-1)!] = value;
  return copy;
}

const isWhole = (value: number | null, most: number): boolean =>
  value === null || (Number.isSafeInteger(value) && value > 0 && value <= most);

/** What is wrong with an article, empty = nothing. */
function faultsOf(one: Article): string[] {
  const rules: Record<string, boolean> = {
    id: /^[!-~]{1,210}$/.test(one.id),
    name: one.name.isWellFormed() && !/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(one.name),
    bytes: isWhole(one.bytes, 2 ** 53),
    daily_bytes: isWhole(one.daily_bytes, 2 ** 53),
    throttle_kbps: isWhole(one.throttle_kbps, 1e9),
    duration_days: isWhole(one.duration_days, 3_660),
    activation_window_days: isWhole(one.activation_window_days, 3_660),
    coverage: one.coverage.length > 0 && one.coverage.every((code) => /^[A-Z]{3}$/.test(code)),
    cost: isWhole(one.cost.minor, MAX_MINOR) && isCurrency(one.cost.currency),
  };
  return Object.keys(rules).filter((rule) => !rules[rule]);
}

for (const [kind, [row, read]] of Object.entries(KINDS))
  test(`${kind}: nonsense in any field costs that row, no other, and is never sold`, () => {
    const good = read([row]);
    assert.ok(good.length > 0);
    assert.deepEqual(good.flatMap(faultsOf), []);
    for (const way of waysInto(row))
      for (const value of NONSENSE) {
        const where = `${way.join('.')} = ${JSON.stringify(value)?.slice(0, 40)}`;
        assert.deepEqual(read([changed(row, way, value)]).flatMap(faultsOf), [], where);
        // The good one has the ids of the bad one: only what the bad one leaves is in its place.
        const ids = read([changed(row, way, value), row]).map(({ id }) => id);
        assert.deepEqual(
          good.filter(({ id }) => !ids.includes(id)),
          [],
          where,
        );
      }
    assert.deepEqual(read(NONSENSE.map((one) => one as object)), []);
  });
