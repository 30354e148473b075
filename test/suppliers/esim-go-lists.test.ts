/** What eSIM Go sells, what was ordered there, what it has of our money, and how fast it is asked. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Article } from '../../src/providers/article.ts';
import { rateBudget } from '../../src/providers/esim-go/budget.ts';
import { esimGoProvider } from '../../src/providers/esim-go/adapter.ts';
import type { SupplierAccount, SupplierProvider } from '../../src/providers/kind.ts';
import {
  ForgedCallback,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ListedOrder,
} from '../../src/providers/provider.ts';
import { accountAt, SPAIN_1GB } from '../support/suppliers/esim-go/account.ts';
import { BUNDLES, type Bundle } from '../../packages/standins/src/esim-go/bundles.ts';
import {
  startEsimGo,
  type EsimGoOptions,
  type EsimGoStandIn,
} from '../../packages/standins/src/esim-go/server.ts';

type World = { there: EsimGoStandIn; provider: SupplierProvider };

const test = (
  name: string,
  run: (world: World) => Promise<void>,
  options: EsimGoOptions & { account?: Partial<SupplierAccount> } = {},
): void =>
  void it(name, async () => {
    const there = await startEsimGo({ perSecond: 100_000, ...options });
    const provider = esimGoProvider(accountAt(there, options.account));
    try {
      await run({ there, provider });
    } finally {
      await provider.close();
      await there.close();
    }
  });

/** All articles, and how many bundles were left out. */
async function sold({ provider }: World): Promise<{ articles: Article[]; leftOut: number }> {
  const pages = provider.catalog(10_000)[Symbol.asyncIterator]();
  const articles: Article[] = [];
  for (;;) {
    const step = await pages.next();
    if (step.done === true) return { articles, leftOut: step.value as number };
    articles.push(...step.value);
  }
}

const create = ({ provider }: World) =>
  provider.createEsim({ template: SPAIN_1GB, reference: randomUUID(), customer: 'prt_1' });

describe('the catalogue of eSIM Go', () => {
  const spain: Article = {
    id: 'esim_1GB_7D_ES_V2',
    topup_id: null,
    name: 'eSIM, 1GB, 7 Days, Spain, V2',
    bytes: 1_000_000_000,
    daily_bytes: null,
    throttle_kbps: null,
    duration_days: 7,
    coverage: ['ESP'],
    cost: { minor: 190, currency: 'USD' },
    starts: 'first_use',
    activation_window_days: null,
    needs_kyc: false,
    can_top_up: true,
    imsi: null,
  };

  test('reads the same, wrapped or bare, with iso or iso2', async (w) => {
    const { articles } = await sold(w);
    assert.equal(articles.length, BUNDLES.length);
    assert.deepEqual(
      articles.find(({ id }) => id === spain.id),
      spain,
    );
    w.there.control.shape.catalogue = 'bare';
    w.there.control.shape.countryCode = 'iso2';
    assert.deepEqual((await sold(w)).articles, articles);
  });

  test('knows regions by their countries, and rounds parts of a cent up', async (w) => {
    const europe = (await sold(w)).articles.find(({ id }) => id === 'esim_3GB_30D_REUP_V2');
    assert.deepEqual(europe?.coverage, ['ESP', 'FRA']);
    assert.deepEqual(europe.cost, { minor: 716, currency: 'USD' });
  });

  test('knows what unlimited plans give a day', async (w) => {
    const { articles } = await sold(w);
    const plans = articles.filter(({ bytes }) => bytes === null);
    assert.deepEqual(
      Object.fromEntries(plans.map((one) => [one.id, [one.daily_bytes, one.throttle_kbps]])),
      {
        esim_UL_1D_ES_V2: [1_000_000_000, 512],
        esim_ULE_1D_ES_V2: [1_000_000_000, 1_250],
        esim_ULP_1D_ES_V2: [2_000_000_000, 2_000],
      },
    );
  });

  test(
    'can be of one group',
    async (w) => {
      const { articles } = await sold(w);
      assert.deepEqual(
        articles.map(({ id }) => id),
        ['esim_UL_1D_ES_V2'],
      );
    },
    { account: { settings: { group: 'Standard Unlimited Lite' } } },
  );

  const many: Bundle[] = Array.from({ length: 600 }, (_, i) => ({
    ...BUNDLES[0]!,
    name: `esim_${String(i).padStart(3, '0')}`,
  }));
  test(
    'comes page by page, each article once',
    async (w) => {
      const ids = async () => (await sold(w)).articles.map(({ id }) => id);
      const all = many.map(({ name }) => name);
      assert.deepEqual(await ids(), all);
      w.there.control.shape.catalogue = 'bare';
      assert.deepEqual(await ids(), all);
    },
    { bundles: many },
  );

  test(
    'is whole where its pages are shorter than was asked for',
    async (w) => {
      const { shape } = w.there.control;
      shape.mostPerPage = 100;
      for (shape.catalogue of ['wrapped', 'bare'] as const)
        assert.equal((await sold(w)).articles.length, many.length, shape.catalogue);
    },
    { bundles: many },
  );

  test(
    'goes on with the same page where there were too many calls',
    async (w) => {
      w.there.control.next('GET /catalogue', 'busy');
      assert.equal((await sold(w)).articles.length, many.length);
    },
    { bundles: many },
  );

  test(
    'of a server without pages ends',
    async (w) => {
      w.there.control.shape.catalogue = 'bare';
      let first: unknown;
      w.there.control.rewrite((route, body) =>
        route === 'GET /catalogue' ? (first ??= body) : body,
      );
      assert.equal((await sold(w)).articles.length, 250);
      const pages = w.there.ledger().calls.filter(({ path }) => path.includes('/catalogue'));
      assert.equal(pages.length, 2);
    },
    { bundles: many },
  );

  test('leaves out what makes no sense, and counts it', async (w) => {
    const good = { name: 'a', description: 'A', countries: [{ iso: 'ES' }], dataAmount: 1_000 };
    const plain = { ...good, duration: 7, price: 1, billingType: 'FixedCost', unlimited: false };
    const bad: unknown[] = [
      null,
      7,
      [],
      { ...plain, name: 'with blank' },
      { ...plain, name: 'b', price: -1 },
      { ...plain, name: 'b', price: 'cheap' },
      { ...plain, name: 'b', duration: 0 },
      { ...plain, name: 'b', duration: 1.5 },
      { ...plain, name: 'b', dataAmount: 0 },
      { ...plain, name: 'b', dataAmount: -1 },
      { ...plain, name: 'b', countries: [] },
      { ...plain, name: 'b', countries: [{ iso: 'XX' }, { iso: 'REUP' }] },
      { ...plain, name: 'b', countries: 'ES' },
      { ...plain, name: { toString: 1 } },
      { ...plain, name: 'b', billingType: 'PerMegabyte' },
      { ...plain, name: 'b', description: 'line\nbreak' },
    ];
    w.there.control.rewrite((route, body) =>
      route === 'GET /catalogue' ? { bundles: [...bad, plain] } : body,
    );
    const { articles, leftOut } = await sold(w);
    assert.deepEqual(
      articles.map(({ id }) => id),
      ['a'],
    );
    assert.equal(leftOut, bad.length);
  });

  test('is unclear where it is no catalogue', async (w) => {
    for (const fault of ['malformed', 'no_json', 'fail_before', 'processing'] as const) {
      w.there.control.next('GET /catalogue', fault);
      await assert.rejects(sold(w), ProviderUnclear, fault);
    }
  });
});

describe('the list of orders at eSIM Go', () => {
  const walk = async ({ provider }: World, since: Date): Promise<ListedOrder[]> => {
    const seen: ListedOrder[] = [];
    let cursor: string | null = null;
    do {
      const page = await provider.list({ since: since.toISOString(), cursor });
      seen.push(...page.orders);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return seen;
  };

  test('is oldest first, hour by hour and page by page, wrapped or bare', async (w) => {
    for (let i = 0; i < 120; i++) await create(w);
    // No two of its instants are the same, so its clock can be ahead of ours for a moment.
    await setTimeout(500);
    // Of two orders of one instant nobody says which came first.
    const bought = new Map(
      w.there.ledger().orders.map(({ orderReference, iccids }) => [orderReference, iccids]),
    );
    const dayAgo = new Date(Date.now() - 86_400_000);
    const seen = await walk(w, dayAgo);
    const times = seen.map((one) => one.created_at);
    assert.deepEqual(times, times.toSorted());
    assert.deepEqual(seen.map(({ id }) => id).sort(), [...bought.keys()].sort());
    for (const { id, iccid } of seen) assert.deepEqual([iccid], bought.get(id), id);
    w.there.control.shape.orders = 'wrapped';
    assert.deepEqual(await walk(w, dayAgo), seen);
    assert.deepEqual(await walk(w, new Date(Date.now() + 60_000)), []);
  });

  test('of a very busy hour is cut into shorter stretches', async (w) => {
    const start = Date.now() - 1_800_000;
    const all = Array.from({ length: 1_500 }, (_, i) => ({
      order: [{ type: 'bundle', item: 'esim_1GB_7D_ES_V2', quantity: 1, iccids: [] }],
      status: 'completed',
      orderReference: `order-${i}`,
      createdDate: new Date(start + i * 1_000).toISOString(),
    }));
    let asked = 0;
    w.there.control.rewrite((route, body) => {
      if (route !== 'GET /orders') return body;
      const { path } = w.there.ledger().calls.at(-1)!;
      const query = new URL(path, 'http://here').searchParams;
      const [from, until] = query.getAll('createdAt').map((one) => Date.parse(one.slice(4)));
      const page = Number(query.get('page'));
      asked++;
      return all
        .filter(({ createdDate }) => {
          const at = Date.parse(createdDate);
          return at >= from! && at <= until!;
        })
        .toReversed()
        .slice((page - 1) * 50, page * 50);
    });
    const seen = await walk(w, new Date(start - 1_000));
    assert.deepEqual(
      seen.map(({ id }) => id),
      all.map(({ orderReference }) => orderReference),
    );
    assert.ok(asked < 150, `${asked} calls`);
  });

  test('may be late', async (w) => {
    w.there.control.mood.listIsLate = true;
    await create(w);
    const since = new Date(Date.now() - 60_000);
    assert.deepEqual(await walk(w, since), []);
    w.there.control.release();
    assert.equal((await walk(w, since)).length, 1);
  });
});

describe('the account at eSIM Go', () => {
  test('has a balance, in its own currency', async (w) => {
    assert.deepEqual(await w.provider.balance(), { minor: 100_000, currency: 'USD' });
    await create(w);
    assert.deepEqual(await w.provider.balance(), { minor: 99_810, currency: 'USD' });
  });

  test(
    'of a currency without minor units has none',
    async (w) => {
      assert.deepEqual(await w.provider.balance(), { minor: 500, currency: 'JPY' });
    },
    { currency: 'JPY', balance: 499.5 },
  );

  test('signs in with its key, and never shows it', async (w) => {
    await w.provider.signIn();
    const key = w.there.credentials.api_key;
    assert.equal(inspect(w.provider, { depth: 20, showHidden: true }).includes(key), false);
    assert.equal(JSON.stringify(await w.provider.balance()).includes(key), false);
    w.there.control.setKey('another');
    for (const ask of [() => w.provider.signIn(), () => w.provider.balance()])
      await assert.rejects(
        ask(),
        (error) =>
          error instanceof ProviderRefused &&
          error.concerns === 'account' &&
          !inspect(error).includes(key),
      );
  });

  test('repeats its key in an answer, which no failure repeats', async (w) => {
    const key = w.there.credentials.api_key;
    w.there.control.rewrite((route, body) =>
      route === 'GET /organisation' ? { ...(body as object), currency: key, balance: key } : body,
    );
    await assert.rejects(
      w.provider.balance(),
      (error) => error instanceof ProviderUnclear && !inspect(error).includes(key),
    );
  });

  test(
    'is asked no faster than eSIM Go allows, a page of the catalogue counting five times',
    async (w) => {
      for (let i = 0; i < 12; i++) await w.provider.balance();
      await sold(w);
      await sold(w);
      const { calls } = w.there.ledger();
      assert.deepEqual(
        calls.filter(({ status }) => status === 429),
        [],
      );
      assert.equal(calls.length, 16);
    },
    { perSecond: 10 },
  );

  describe('counts calls', () => {
    /** Waits by moving its own clock, and tells for how long. */
    const clocked = (allowed: number | null) => {
      let now = Date.parse('2026-11-28T12:00:00Z');
      const waits: number[] = [];
      const wait = async (ms: number): Promise<void> => {
        waits.push(ms);
        now += ms;
      };
      const budget = rateBudget(allowed, { now: () => now, wait });
      const heard = (limit: number, remaining: number, resetInMs: number): void =>
        budget.heard({
          'x-ratelimit-limit': String(limit),
          'x-ratelimit-remaining': String(remaining),
          'x-ratelimit-reset': new Date(now + resetInMs).toISOString(),
        });
      const take = async (...costs: number[]): Promise<number[]> => {
        for (const cost of costs) await budget.take(cost);
        return waits.splice(0);
      };
      return { take, heard };
    };

    it('by windows of a second, and no more than its operator allows', async () => {
      const { take } = clocked(3);
      assert.deepEqual(await take(1, 1, 1), []);
      assert.deepEqual(await take(1, 2), [1_000]);
      // What costs more than a window has one to itself.
      assert.deepEqual(await take(5, 1), [1_000, 1_000]);
    });

    it('as eSIM Go counts them, with those of others', async () => {
      const { take, heard } = clocked(null);
      assert.deepEqual(await take(5, 5, 1), [1_000]);
      heard(10, 1, 600);
      assert.deepEqual(await take(1, 1), [600]);
      // A window that is over says nothing; one that never ends is not believed.
      heard(10, 0, -1);
      assert.deepEqual(await take(1), []);
      heard(10, 0, 86_400_000);
      assert.deepEqual(await take(1), [1_000]);
      heard(50, 49, 1_000);
      assert.deepEqual(await take(...Array.from({ length: 49 }, () => 1)), []);
      assert.deepEqual(await take(1), [1_000]);
    });
  });
});

describe('answers of any shape', () => {
  test('are one of four failures, never a success that is none', async (w) => {
    const made = await create(w);
    const about = { iccid: made.iccid!, esim_id: null };
    const sent = {
      ...about,
      reference: randomUUID(),
      customer: 'prt_1',
      template: SPAIN_1GB,
      sent_at: made.created_at,
    };
    const questions: (() => Promise<unknown>)[] = [
      () => create(w),
      () =>
        w.provider.addPackage({
          ...about,
          template: SPAIN_1GB,
          reference: randomUUID(),
          customer: 'prt_1',
        }),
      () => w.provider.getEsim({ ...about, packages: [] }),
      () => w.provider.canAdd({ ...about, template: SPAIN_1GB }),
      () =>
        w.provider.findByReference({ ...sent, kind: 'create_esim', provider_order_id: made.id }),
      () => w.provider.findByReference({ ...sent, kind: 'create_esim', provider_order_id: null }),
      () => w.provider.findByReference({ ...sent, kind: 'add_package', provider_order_id: null }),
      () => w.provider.list({ since: made.created_at, cursor: null }),
      () => sold(w),
      () => w.provider.balance(),
    ];
    const known = (): Set<string> => new Set(w.there.ledger().orders.flatMap((one) => one.iccids));
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: questions.length - 1 }),
        fc.nat(),
        fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', 0, -1, 1e300, {}, [], 'x')),
        async (which, place, value) => {
          w.there.control.rewrite((_, body) => replaced(body, place, value));
          const answer = await questions[which]!().catch((error: unknown) => error);
          if (answer instanceof Error) return assert.ok(isFailure(answer), inspect(answer));
          const { status, iccid } = (answer ?? {}) as { status?: string; iccid?: string };
          if (status === 'confirmed') assert.ok(known().has(iccid!));
        },
      ),
      { numRuns: 400 },
    );
  });

  const isFailure = (error: Error): boolean =>
    error instanceof ProviderRefused ||
    error instanceof ProviderUnclear ||
    error instanceof ProviderNotReached ||
    error instanceof ForgedCallback;

  /** The same with one of its members, at any depth, or the whole, become something else. */
  function replaced(body: unknown, place: number, value: unknown): unknown {
    const copy = structuredClone({ whole: body });
    const places: { of: Record<string, unknown>; key: string }[] = [];
    const visit = (of: Record<string, unknown>): void => {
      for (const key of Object.keys(of)) {
        places.push({ of, key });
        const inner = of[key];
        if (typeof inner === 'object' && inner !== null) visit(inner as Record<string, unknown>);
      }
    };
    visit(copy);
    const { of, key } = places[place % places.length]!;
    of[key] = value;
    return copy.whole ?? null;
  }
});
