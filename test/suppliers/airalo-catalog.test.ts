/** What Airalo sells, as our articles. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Article } from '../../src/providers/article.ts';
import { toArticles } from '../../src/providers/airalo/catalog.ts';
import { roundedDown, roundedUp } from '../../src/providers/airalo/money.ts';
import { ProviderBusy, ProviderUnclear } from '../../src/providers/provider.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import { openBench, providerAt, refuses, type Bench } from '../support/suppliers/airalo/bench.ts';

let b: Bench;
beforeEach(async () => {
  b = await openBench();
});
afterEach(() => b.close());

async function read(
  provider: SupplierProvider = b.provider,
  patienceMs?: number,
): Promise<Map<string, Article>> {
  const all: Article[] = [];
  for await (const page of provider.catalog(patienceMs)) all.push(...page);
  return new Map(all.map((one) => [one.id, one]));
}

/** One destination as a page has it, to be changed. */
const destination = () => ({
  slug: 'spain',
  country_code: 'ES',
  title: 'Spain',
  operators: [
    {
      id: 900,
      title: 'Guay',
      type: 'local',
      plan_type: 'data',
      activation_policy: 'first-usage' as string,
      is_kyc_verify: false as unknown,
      rechargeability: true,
      install_window_days: null as unknown,
      countries: [{ country_code: 'ES', title: 'Spain' }],
      coverages: [{ name: 'ES', code: 'ES', networks: [{ name: 'Uno', types: ['4G', '5G'] }] }],
      packages: [
        {
          id: 'guay-7days-1gb',
          type: 'sim',
          price: 4.5 as unknown,
          net_price: 3.6 as unknown,
          amount: 1024 as unknown,
          day: 7 as unknown,
          is_unlimited: false as unknown,
          title: '1 GB - 7 Days',
          prices: { net_price: { USD: 3.6, EUR: 3.3 } } as unknown,
        },
        {
          id: 'guay-7days-1gb-topup',
          type: 'topup',
          price: 4.5,
          net_price: 3.6,
          amount: 1024,
          day: 7,
          is_unlimited: false,
        },
      ],
    },
  ],
});
type Change = (of: ReturnType<typeof destination>) => void;
const readOf = (change: Change): ReturnType<typeof toArticles> => {
  const of = destination();
  change(of);
  return toArticles([of], 'USD');
};
const changed = (change: Change): Article[] => readOf(change).articles;
const first = (of: ReturnType<typeof destination>) => of.operators[0]!.packages[0]!;

test('destinations, operators and packages become articles', async () => {
  assert.deepEqual(toArticles([destination()], 'USD').articles, [
    {
      id: 'guay-7days-1gb',
      topup_id: 'guay-7days-1gb-topup',
      name: 'Spain: Guay 1 GB - 7 Days',
      bytes: 1_073_741_824,
      daily_bytes: null,
      throttle_kbps: null,
      duration_days: 7,
      coverage: ['ESP'],
      cost: { minor: 360, currency: 'USD' },
      starts: 'first_use',
      activation_window_days: null,
      needs_kyc: false,
      can_top_up: true,
      imsi: null,
    },
  ]);
  const sold = await read();
  assert.deepEqual(
    [...sold.keys()].sort(),
    [
      'change-10days-unlimited',
      'change-7days-1gb',
      'discover-7days-1gb',
      'elan-30days-3gb',
      'guay-30days-1gb',
      'guay-30days-5gb',
      'guay-7days-1gb',
      'guay-7days-unlimited',
    ],
    'all but top-ups and what travelers must be identified for',
  );
});

test('unlimited is what the flag says, whether its amount is 0 or a placeholder', async () => {
  const sold = await read();
  assert.equal(sold.get('guay-7days-unlimited')?.bytes, null);
  assert.equal(sold.get('change-10days-unlimited')?.bytes, null);
});

test('when days begin, how long an eSIM waits, and whether it can be topped up', async () => {
  const sold = await read();
  const of = (id: string) => {
    const { starts, activation_window_days, can_top_up, topup_id } = sold.get(id)!;
    return [starts, activation_window_days, can_top_up, topup_id];
  };
  assert.deepEqual(of('guay-7days-1gb'), ['first_use', null, true, 'guay-7days-1gb-topup']);
  assert.deepEqual(of('change-7days-1gb'), ['installation', 30, true, 'change-more-7days-1gb']);
  assert.deepEqual(of('change-10days-unlimited'), ['installation', 30, true, null]);
  assert.deepEqual(of('elan-30days-3gb'), ['first_use', null, false, null]);
});

test('codes that are no country are left out of the coverage, and of none nothing is sold', async () => {
  const world = (await read()).get('discover-7days-1gb');
  assert.deepEqual(world?.coverage, ['ESP', 'FRA', 'JPN', 'USA']);
  const labelled = changed((of) => (of.operators[0]!.coverages = []));
  assert.deepEqual(labelled[0]?.coverage, ['ESP']);
  const none = changed((of) => {
    of.operators[0]!.coverages[0]!.code = 'ZZ';
    of.operators[0]!.countries[0]!.country_code = '';
  });
  assert.deepEqual(none, []);
});

test('parts of a cent are rounded up, and dust of binary fractions is none', async () => {
  assert.equal((await read()).get('discover-7days-1gb')?.cost.minor, 706);
  const up = (amount: number, currency = 'USD') => roundedUp(amount, currency).minor;
  assert.deepEqual(
    [1.1, 3.6, 0.07, 8.2, 4.015, 4.0101].map((n) => up(n)),
    [110, 360, 7, 820, 402, 402],
  );
  assert.deepEqual([up(300, 'JPY'), up(300.2, 'JPY'), up(1.2345, 'KWD')], [300, 301, 1_235]);
  assert.equal(roundedDown(12.349, 'USD').minor, 1_234);
});

test('the price in the currency of the account is taken', async () => {
  const inEuros = providerAt(b.standIn, { settings: { currency: 'EUR' } });
  const sold = await read(inEuros);
  assert.deepEqual(sold.get('guay-7days-1gb')?.cost, { minor: 331, currency: 'EUR' });
  await inEuros.close();
  const cost = (change: Parameters<typeof changed>[0]) => changed(change)[0]?.cost.minor;
  assert.equal(
    cost((of) => (first(of).prices = null)),
    360,
  );
  assert.equal(
    cost((of) => {
      first(of).prices = null;
      first(of).net_price = null;
    }),
    450,
  );
});

test('what makes no sense is left out, and nothing beside it', () => {
  const nonsense: ((of: ReturnType<typeof destination>) => void)[] = [
    (of) => (first(of).amount = 0),
    (of) => (first(of).amount = -1),
    (of) => (first(of).amount = 'much'),
    (of) => (first(of).day = 0),
    (of) => (first(of).day = 1.5),
    (of) => (first(of).is_unlimited = 'no'),
    (of) => (first(of).id = 'two words'),
    (of) => (first(of).prices = { net_price: { USD: 0 } }),
    (of) => (first(of).prices = { net_price: { USD: 'free' } }),
    (of) => (of.operators[0]!.activation_policy = 'someday'),
    (of) => (of.operators[0]!.is_kyc_verify = true),
    (of) => (of.operators[0]!.is_kyc_verify = undefined),
    (of) => (of.operators[0]!.install_window_days = -1),
    (of) => (of.operators[0]!.packages = null as never),
    (of) => (of.operators = null as never),
  ];
  for (const change of nonsense)
    assert.deepEqual(readOf(change), { articles: [], leftOut: 1 }, String(change));
  const beside = toArticles([null, 7, 'x', {}, destination()], 'USD');
  assert.deepEqual(
    beside.articles.map((one) => one.id),
    ['guay-7days-1gb'],
  );
  assert.equal(beside.leftOut, 4);
  const twoOf = (of: ReturnType<typeof destination>): void =>
    void of.operators[0]!.packages.push({ ...first(of), id: 'another' });
  // What an operator takes along when it is left out.
  for (const lost of ['is_kyc_verify', 'activation_policy'] as const)
    assert.equal(
      readOf((of) => {
        twoOf(of);
        Object.assign(of.operators[0]!, { [lost]: lost === 'is_kyc_verify' ? true : 'someday' });
      }).leftOut,
      2,
    );
  const [fixed] = changed((of) => (of.operators[0]!.rechargeability = false));
  assert.deepEqual([fixed?.can_top_up, fixed?.topup_id], [false, null]);
  // A top-up that makes no sense is not told of.
  const [without] = changed((of) => (of.operators[0]!.packages[1]!.amount = 'much'));
  assert.equal(without?.topup_id, null);
});

test('a reading says how many articles it left out, of all its pages', async () => {
  const page = { data: [{}, destination(), null], meta: { last_page: 2 } };
  b.control.break('packages', { kind: 'says', status: 200, body: page }, 2);
  const walk = b.provider.catalog()[Symbol.asyncIterator]();
  const first = await walk.next();
  assert.deepEqual([first.done, first.value?.length], [false, 1]);
  assert.deepEqual(await walk.next(), { done: true, value: 4 });
});

test('the pages behind the first are read, though they are objects', async () => {
  const whole = await read();
  const paged = providerAt(b.standIn, {}, { catalogPage: 2 });
  assert.deepEqual(await read(paged), whole);
  assert.equal(b.calls('packages'), 1 + 3);
  await paged.close();
});

test('a catalog that cannot be read is no empty one', async () => {
  const says = (status: number, body: unknown) =>
    b.control.break('packages', { kind: 'says', status, body });
  for (const body of [{}, { data: [] }, { data: 7, meta: { last_page: 1 } }, [], null]) {
    says(200, body);
    await assert.rejects(read(), ProviderUnclear);
  }
  const endless = { data: [], meta: { last_page: 1e9 } };
  b.control.break('packages', { kind: 'says', status: 200, body: endless }, 200);
  await assert.rejects(read(), ProviderUnclear);
  says(200, endless);
  b.control.break('packages', { kind: 'busy', retryAfterS: 3 });
  await assert.rejects(read(), (e) => e instanceof ProviderBusy && e.retryAfterMs === 3_000);
  b.control.allowAddress(false);
  await refuses(read(), 'rejected', 'account');
});

test('a page that finds too many calls is asked for again by who has the patience', async () => {
  const whole = await read();
  b.control.break('packages', { kind: 'busy', retryAfterS: 0 });
  assert.deepEqual(await read(b.provider, 10_000), whole);
});

test('an article of several destinations is one', async () => {
  const body = { data: [destination(), destination()], meta: { last_page: 1 } };
  b.control.break('packages', { kind: 'says', status: 200, body });
  const ids: string[] = [];
  for await (const page of b.provider.catalog()) ids.push(...page.map((one) => one.id));
  assert.deepEqual(ids, ['guay-7days-1gb']);
});

test('an article that is no longer sold is no longer listed', async () => {
  b.control.vanish('guay-7days-1gb');
  assert.equal((await read()).has('guay-7days-1gb'), false);
});
