/** A BSS by what the published descriptions of TM Forum's APIs show, and servers that keep to less. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Article } from '../../src/providers/article.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import { ProviderRefused, ProviderUnclear } from '../../src/providers/provider.ts';
import { iccid, makeAccount, stockOf, TYPE } from '../support/suppliers/es2plus/account.ts';
import { memoryLedger, type MemoryLedger } from '../support/suppliers/es2plus/memory-ledger.ts';
import { startEs2plus, type Es2plus } from '../../packages/standins/src/es2plus/server.ts';

type Reply = { status?: number; headers?: Record<string, string>; body?: unknown };
type Route = Reply | ((query: URLSearchParams, body: unknown) => Reply);

let smdp: Es2plus;
let ledger: MemoryLedger;
let server: Server;
let provider: SupplierProvider;
let routes: Record<string, Route>;
let asked: { key: string; query: string; body: unknown }[];

beforeEach(async () => {
  smdp = await startEs2plus();
  ledger = memoryLedger();
  [routes, asked] = [{}, []];
  smdp.control.addStock(stockOf(3).map((one) => ({ iccid: one, profileType: TYPE })));
  ledger.addStock(
    stockOf(3).map((one) => ({ iccid: one, subscriberImsi: '001010000000001', imsi: null })),
  );
  server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    const url = new URL(request.url ?? '', 'http://bss');
    const key = `${request.method} ${url.pathname.replace(/^\/tmf-api\/\w+\/v4/, '')}`;
    const body = text === '' ? undefined : (JSON.parse(text) as unknown);
    asked.push({ key, query: url.search, body });
    const route = routes[key] ?? { status: 404, body: { code: '60', reason: 'not found' } };
    const reply = typeof route === 'function' ? route(url.searchParams, body) : route;
    response.writeHead(reply.status ?? 200, {
      'content-type': 'application/json;charset=utf-8',
      ...reply.headers,
    });
    response.end(JSON.stringify(reply.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = makeAccount(smdp, ledger, {
    credentials: { tmf_url: url },
    settings: { tmf: { party_id: 'hubby-account', category: 'travel' } },
  });
});
afterEach(async () => {
  await provider.close();
  await smdp.close();
  server.closeAllConnections();
  server.close();
});

const OFFERING = {
  id: 'po-es-1gb-7d',
  href: 'https://bss.example.com/productOffering/po-es-1gb-7d',
  name: 'Spain 1 GB 7 days',
  isSellable: true,
  isBundle: false,
  lifecycleStatus: 'Active',
  version: '1.2',
  lastUpdate: '2026-11-01T00:00:00Z',
  productSpecification: { id: 'ps-travel-data' },
  place: [{ id: 'ES', name: 'Spain' }],
  prodSpecCharValueUse: [
    {
      name: 'dataVolume',
      valueType: 'number',
      productSpecCharacteristicValue: [{ value: 1, unitOfMeasure: 'GB', isDefault: true }],
    },
    {
      name: 'validityDays',
      valueType: 'number',
      productSpecCharacteristicValue: [{ value: 7, unitOfMeasure: 'day' }],
    },
  ],
  productOfferingPrice: [{ id: 'pop-1' }],
};
const PRICE = {
  id: 'pop-1',
  name: 'Spain',
  priceType: 'oneTime',
  price: { unit: 'EUR', value: 1.9 },
  tax: [],
  validFor: { startDateTime: '2026-01-01T00:00:00Z' },
};
const PAST = { endDateTime: '2020-01-01T00:00:00Z' };
const FUTURE = { startDateTime: '2199-01-01T00:00:00Z' };

async function catalog(): Promise<Article[]> {
  const all: Article[] = [];
  for await (const page of provider.catalog()) all.push(...page);
  return all;
}
const offer = (...changes: Record<string, unknown>[]): void => {
  const body = changes.map((change, i) => ({ ...OFFERING, id: `po-${i}`, ...change }));
  routes['GET /productOffering'] = { headers: { 'x-total-count': String(body.length) }, body };
};

describe('offerings', () => {
  beforeEach(() => {
    routes['GET /productOfferingPrice/pop-1'] = { body: PRICE };
  });

  it('are read with the fields that decide, and their prices', async () => {
    offer({ id: 'po-es-1gb-7d' });
    const [article] = await catalog();
    assert.deepEqual(
      [article?.id, article?.bytes, article?.duration_days, article?.coverage, article?.cost],
      ['po-es-1gb-7d', 1e9, 7, ['ESP'], { minor: 190, currency: 'EUR' }],
    );
    const query = new URLSearchParams(asked[0]!.query);
    assert.equal(query.get('lifecycleStatus'), 'Active');
    const fields = query.get('fields')!.split(',');
    for (const name of ['id', 'isBundle', 'isSellable', 'validFor', 'place'])
      assert.ok(fields.includes(name), name);
  });

  it('that are over, not yet there, or several in one are left out', async () => {
    offer(
      {},
      { validFor: PAST },
      { validFor: FUTURE },
      { validFor: { startDateTime: 'soon' } },
      { validFor: { startDateTime: '2026-01-01T00:00:00Z', endDateTime: '2198-01-01T00:00:00Z' } },
      { isBundle: true },
    );
    assert.deepEqual(
      (await catalog()).map(({ id }) => id),
      ['po-0', 'po-4'],
    );
  });

  it('cost what holds now, and are left out where that is not one price', async () => {
    routes['GET /productOfferingPrice/old'] = { body: { ...PRICE, id: 'old', validFor: PAST } };
    const later = { ...PRICE, id: 'later', price: { unit: 'EUR', value: 9 }, validFor: FUTURE };
    offer(
      { productOfferingPrice: [{ id: 'old' }, { id: 'pop-1' }, later] },
      { productOfferingPrice: [{ id: 'old' }] },
      { productOfferingPrice: [{ id: 'pop-1' }, { id: 'nobody' }] },
      { productOfferingPrice: [{ id: 'pop-1' }, { ...PRICE, id: 'another' }] },
      { productOfferingPrice: [{ ...PRICE, priceType: 'recurring' }] },
    );
    assert.deepEqual(
      (await catalog()).map(({ id, cost }) => [id, cost.minor]),
      [['po-0', 190]],
    );
  });

  it('are not stopped by what is none', async () => {
    routes['GET /productOffering'] = {
      headers: { 'x-total-count': '5' },
      body: [null, 7, { ...OFFERING, id: undefined }, { ...OFFERING, place: 'ES' }, OFFERING],
    };
    assert.deepEqual(
      (await catalog()).map(({ id }) => id),
      ['po-es-1gb-7d'],
    );
  });
});

describe('a list', () => {
  const many = Array.from({ length: 230 }, (_, i) => ({ ...OFFERING, id: `po-${i}` }));
  const page = (query: URLSearchParams, limit: number): unknown[] => {
    const offset = Number(query.get('offset'));
    return many.slice(offset, offset + limit);
  };
  beforeEach(() => {
    routes['GET /productOfferingPrice/pop-1'] = { body: PRICE };
  });
  const calls = (): number => asked.filter(({ key }) => key === 'GET /productOffering').length;

  const SERVERS: [string, (query: URLSearchParams) => Reply, number][] = [
    [
      'says its length in X-Total-Count',
      (query) => ({ status: 206, headers: { 'x-total-count': '230' }, body: page(query, 100) }),
      3,
    ],
    [
      'says it in Content-Range',
      (query) => ({
        status: 206,
        headers: { 'content-range': `items ${query.get('offset')}-99/230` },
        body: page(query, 100),
      }),
      3,
    ],
    ['says nothing', (query) => ({ body: page(query, 100) }), 4],
    ['has shorter pages', (query) => ({ body: page(query, 50) }), 6],
    ['knows no pages', () => ({ body: many }), 2],
  ];
  for (const [name, route, expected] of SERVERS)
    it(`is read to its end where the server ${name}`, async () => {
      routes['GET /productOffering'] = route;
      assert.equal((await catalog()).length, 230);
      assert.equal(calls(), expected);
    });

  it('of which only the first page is given is none', async () => {
    routes['GET /productOffering'] = { body: many.slice(0, 100) };
    await assert.rejects(catalog(), ProviderUnclear);
  });
});

const order = (state: string, more: Record<string, unknown> = {}) => ({
  id: 'ord-1',
  href: 'https://bss.example.com/productOrder/ord-1',
  externalId: 'ref-1',
  orderDate: '2026-11-28T12:00:00Z',
  state,
  productOrderItem: [{ id: '1', action: 'add', state }],
  ...more,
});
const DONE = order('completed', {
  productOrderItem: [{ id: '1', action: 'add', state: 'completed', product: { id: 'prd-1' } }],
});
const TEMPLATE = {
  id: 'po-es-1gb-7d',
  bytes: 1_000_000_000,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};
const create = () =>
  provider.createEsim({ template: TEMPLATE, reference: 'ref-1', customer: 'prt_1' });
const sent = () => asked.filter(({ key }) => key === 'POST /productOrder');

describe('a product order', () => {
  it('has all that the description asks for', async () => {
    routes['POST /productOrder'] = { status: 201, body: order('acknowledged') };
    assert.equal((await create()).status, 'pending');
    assert.deepEqual(sent()[0]!.body, {
      externalId: 'ref-1',
      description: 'Hubby',
      category: 'travel',
      relatedParty: [{ id: 'hubby-account', role: 'customer', '@referredType': 'Organization' }],
      productOrderItem: [
        {
          id: '1',
          quantity: 1,
          action: 'add',
          productOffering: { id: 'po-es-1gb-7d' },
          product: {
            productCharacteristic: [
              { name: 'iccid', value: iccid(1) },
              { name: 'imsi', value: '001010000000001' },
            ],
            realizingResource: [{ id: iccid(1), '@referredType': 'LogicalResource' }],
          },
        },
      ],
    });
  });

  for (const state of [
    'acknowledged',
    'inProgress',
    'pending',
    'held',
    'assessingCancellation',
    'pendingCancellation',
  ])
    it(`that is ${state} is pending`, async () => {
      routes['POST /productOrder'] = { status: 201, body: order(state) };
      routes['GET /productOrder/ord-1'] = { body: order(state) };
      assert.equal((await create()).status, 'pending');
      assert.equal((await create()).status, 'pending');
      assert.equal(sent().length, 1);
      routes['GET /productOrder/ord-1'] = { body: DONE };
      const done = await create();
      assert.deepEqual([done.status, done.package_id], ['confirmed', 'prd-1']);
    });

  it('is done by its one item, whatever number that was given', async () => {
    const item = { id: '10', state: 'completed', product: { id: 'prd-9' } };
    routes['POST /productOrder'] = {
      status: 201,
      body: order('partial', { productOrderItem: [item] }),
    };
    assert.equal((await create()).package_id, 'prd-9');
  });

  it('that is being cancelled is not cancelled again, and not forgotten', async () => {
    routes['POST /productOrder'] = { status: 201, body: order('inProgress') };
    await create();
    await ledger.refuse('ref-1', { reason: 'rejected', message: 'no', concerns: 'order' });
    routes['GET /productOrder/ord-1'] = { body: order('pendingCancellation') };
    await assert.rejects(create(), ProviderUnclear);
    assert.ok(asked.every(({ key }) => key !== 'POST /cancelProductOrder'));
    routes['GET /productOrder/ord-1'] = { body: order('cancelled') };
    await assert.rejects(create(), ProviderRefused);
    assert.ok(smdp.ledger().profiles.every(({ state }) => state === 'Available'));
  });

  it('of an earlier life is no answer for a call that may still be on its way', async () => {
    const slow = makeAccount(smdp, ledger, {
      credentials: {
        tmf_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      },
      settleMs: 3_600_000,
    });
    const again = () =>
      slow.createEsim({ template: TEMPLATE, reference: 'ref-1', customer: 'prt_1' });
    routes['POST /productOrder'] = { status: 503, body: {} };
    assert.equal((await again()).status, 'pending');
    const old = order('cancelled', { id: 'ord-0' });
    routes['GET /productOrder'] = { headers: { 'x-total-count': '1' }, body: [old] };
    assert.equal((await again()).status, 'pending');
    routes['GET /productOrder'] = { headers: { 'x-total-count': '2' }, body: [old, DONE] };
    assert.equal((await again()).package_id, 'prd-1');
    assert.equal(sent().length, 1);
    await slow.close();
  });

  const ANOTHERS = { ...DONE, externalId: 'ref-2' };

  it('is done by its own answer only, not by that of another order', async () => {
    routes['POST /productOrder'] = { status: 201, body: ANOTHERS };
    assert.deepEqual([(await create()).status, sent().length], ['pending', 1]);
    const rows = [ANOTHERS, order('inProgress')];
    routes['GET /productOrder'] = { headers: { 'x-total-count': '2' }, body: rows };
    assert.equal((await create()).status, 'pending');
    for (const body of [ANOTHERS, { ...DONE, id: 'ord-2' }]) {
      routes['GET /productOrder/ord-1'] = { body };
      assert.equal((await create()).status, 'pending');
    }
    routes['GET /productOrder/ord-1'] = { body: { ...DONE, externalId: undefined } };
    assert.equal((await create()).package_id, 'prd-1');
    assert.equal(sent().length, 1);
  });

  it('that is taken back ends no plan of another order', async () => {
    routes['POST /productOrder'] = { status: 201, body: order('inProgress') };
    await create();
    await ledger.refuse('ref-1', { reason: 'rejected', message: 'no', concerns: 'order' });
    routes['GET /productOrder/ord-1'] = { body: ANOTHERS };
    routes['GET /productOrder'] = { body: [] };
    await assert.rejects(create(), ProviderUnclear);
    assert.equal(sent().length, 1);
  });

  it('that is refused says so by its status', async () => {
    for (const [status, concerns] of [
      [400, 'order'],
      [401, 'account'],
      [403, 'account'],
      [404, 'account'],
      [405, 'account'],
    ] as const) {
      routes['POST /productOrder'] = { status, body: { code: '20', reason: 'no' } };
      await assert.rejects(create(), (error) => {
        assert.ok(error instanceof ProviderRefused, String(error));
        return error.concerns === concerns;
      });
    }
  });

  it('is found by a server that filters, and gives its first page for every one', async () => {
    routes['POST /productOrder'] = { status: 503, body: {} };
    assert.equal((await create()).status, 'pending');
    routes['GET /productOrder'] = (query) => ({
      body: query.get('externalId') === 'ref-1' ? [DONE] : [],
    });
    assert.equal((await create()).package_id, 'prd-1');
  });

  it('is not said to be none by a row that has no id', async () => {
    routes['POST /productOrder'] = { status: 503, body: {} };
    assert.equal((await create()).status, 'pending');
    routes['GET /productOrder'] = { body: [{ externalId: 'ref-1', state: 'completed' }] };
    assert.equal((await create()).status, 'pending');
    assert.equal(sent().length, 1);
  });
});

describe('what is left', () => {
  const BUCKET = {
    id: 'bkt-1',
    name: 'Spain 1 GB',
    usageType: 'data',
    status: 'active',
    isShared: false,
    remainingValueName: '750 MB',
    remainingValue: { amount: 750, units: 'MB' },
    reservedValue: { amount: 0, units: 'MB' },
    validFor: {
      startDateTime: '2026-11-28T13:00:00Z',
      endDateTime: '2026-12-05T13:00:00Z',
    },
    product: [{ id: 'prd-1' }],
    logicalResource: [{ id: iccid(1) }],
    partyAccount: { id: 'acc-1' },
  };
  const usage = async () => {
    const esim = await provider.getEsim({
      iccid: iccid(1),
      esim_id: null,
      packages: [
        { package_id: 'prd-1', reference: 'ref-1', template_id: TEMPLATE.id, ordered_at: '' },
      ],
    });
    return esim!.packages;
  };
  beforeEach(async () => {
    routes['POST /productOrder'] = { status: 201, body: DONE };
    assert.equal((await create()).status, 'confirmed');
    routes['GET /product'] = { body: [{ id: 'prd-1', name: 'Spain', status: 'active' }] };
    routes['GET /bucket'] = { body: [BUCKET] };
  });

  it('is sold minus remaining, in its period', async () => {
    assert.deepEqual(await usage(), [
      {
        package_id: 'prd-1',
        used_bytes: 250_000_000,
        total_bytes: 1_000_000_000,
        activated_at: '2026-11-28T13:00:00.000Z',
        expires_at: '2026-12-05T13:00:00.000Z',
        status: 'ACTIVE',
      },
    ]);
    const queries = asked.map(({ key, query }) => [key, new URLSearchParams(query)] as const);
    const [, product] = queries.find(([key]) => key === 'GET /product')!;
    const [, bucket] = queries.find(([key]) => key === 'GET /bucket')!;
    assert.deepEqual(
      [product.get('relatedParty.id'), product.get('realizingResource.id')],
      ['hubby-account', iccid(1)],
    );
    assert.deepEqual(
      [bucket.get('logicalResource.id'), bucket.get('usageType')],
      [iccid(1), 'data'],
    );
  });

  it('is found behind others, whose rows may be broken', async () => {
    const other = { ...BUCKET, id: 'o', logicalResource: 'none', remainingValue: null };
    const rows = (more: unknown[]) => (query: URLSearchParams) => {
      const all = [...Array.from({ length: 150 }, (_, i) => ({ ...other, id: `o-${i}` })), ...more];
      const offset = Number(query.get('offset'));
      return { body: all.slice(offset, offset + 100) };
    };
    routes['GET /bucket'] = rows([{ ...BUCKET, logicalResource: [{ id: `${iccid(1)}F` }] }]);
    routes['GET /product'] = rows([{ id: 'prd-1', status: 'active' }]);
    assert.equal((await usage())[0]?.used_bytes, 250_000_000);
  });
});
