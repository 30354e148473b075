/** Data plans by TM Forum's APIs, beside the stand-in SM-DP+. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Article } from '../../src/providers/article.ts';
import { conformance } from '../../src/providers/conformance.ts';
import { UnfitForm, type SupplierProvider } from '../../src/providers/kind.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type OrderKind,
  type ProviderOrder,
  type TemplateOrder,
} from '../../src/providers/provider.ts';
import { makeAccount, stockOf, TYPE } from '../support/suppliers/es2plus/account.ts';
import { offering, startBss, type Bss } from '../../packages/standins/src/es2plus/bss.ts';
import { stateEvent } from '../../packages/standins/src/es2plus/bss-hub.ts';
import { memoryLedger, type MemoryLedger } from '../support/suppliers/es2plus/memory-ledger.ts';
import { startEs2plus, type Es2plus } from '../../packages/standins/src/es2plus/server.ts';

type Given = {
  smdp: Es2plus;
  bss: Bss;
  ledger: MemoryLedger;
  provider: SupplierProvider;
  close(): Promise<void>;
};
type Options = Parameters<typeof makeAccount>[2] & { tmf?: Record<string, unknown> };

async function start({ tmf = {}, ...options }: Options = {}): Promise<Given> {
  const [smdp, bss, ledger] = [await startEs2plus(), await startBss(), memoryLedger()];
  const stock = stockOf(80);
  smdp.control.addStock(stock.map((iccid) => ({ iccid, profileType: TYPE })));
  ledger.addStock(
    stock.map((iccid, i) => ({
      iccid,
      subscriberImsi: `00101${String(i).padStart(10, '0')}`,
      imsi: null,
    })),
  );
  const provider = makeAccount(smdp, ledger, {
    ...options,
    credentials: { ...bss.credentials, ...options.credentials },
    settings: { ...options.settings, tmf },
  });
  return {
    smdp,
    bss,
    ledger,
    provider,
    async close() {
      await provider.close();
      await smdp.close();
      await bss.close();
    },
  };
}

const opened: Given[] = [];
let given: Given;
async function open(options?: Options): Promise<Given> {
  opened.push((given = await start(options)));
  return given;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const TEMPLATE: TemplateOrder = {
  id: 'po-es-1gb-7d',
  bytes: 1_000_000_000,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};
const CUSTOMER = 'prt_1';
const create = (reference: string = randomUUID(), { provider } = given): Promise<ProviderOrder> =>
  provider.createEsim({ template: TEMPLATE, reference, customer: CUSTOMER });
const add = (iccid: string, reference: string = randomUUID()): Promise<ProviderOrder> =>
  given.provider.addPackage({
    iccid,
    esim_id: null,
    template: TEMPLATE,
    reference,
    customer: CUSTOMER,
  });
const find = (
  reference: string,
  kind: OrderKind = 'create_esim',
  provider_order_id: string | null = null,
) =>
  given.provider.findByReference({
    reference,
    kind,
    customer: CUSTOMER,
    iccid: null,
    esim_id: null,
    template: TEMPLATE,
    provider_order_id,
    sent_at: new Date().toISOString(),
  });
/** Sent again and looked up until it is done. */
async function settle(reference: string): Promise<ProviderOrder> {
  for (let i = 0; i < 12; i++) {
    const order = await find(reference).catch(isOfOurs);
    if (order?.status === 'confirmed') return order;
    if (order === null) await create(reference).catch(isOfOurs);
  }
  throw new Error('the order was never settled');
}
function isOfOurs(error: unknown): null {
  assert.ok(
    [ProviderUnclear, ProviderNotReached, ProviderRefused].some((kind) => error instanceof kind),
    String(error),
  );
  return null;
}
const made = async (): Promise<ProviderOrder & { iccid: string; package_id: string }> => {
  const order = await settle(randomUUID());
  return { ...order, iccid: order.iccid!, package_id: order.package_id! };
};
const usageOf = async (order: ProviderOrder) => {
  const esim = await given.provider.getEsim({
    iccid: order.iccid!,
    esim_id: null,
    packages: [
      {
        package_id: order.package_id!,
        reference: order.reference,
        template_id: TEMPLATE.id,
        ordered_at: order.created_at,
      },
    ],
  });
  return esim!.packages;
};
const plansOf = (reference: string) =>
  given.bss.ledger().orders.filter((one) => one.externalId === reference);
const taken = () => given.smdp.ledger().profiles.filter(({ state }) => state !== 'Available');

for (const name of ['a page of it', 'inline'] as const)
  conformance(`es2plus with TM Forum, prices by ${name}`, async () => {
    const one = await start();
    const { smdp, bss, provider } = one;
    bss.control.prices = name === 'inline' ? 'inline' : 'reference';
    return {
      provider,
      customer: CUSTOMER,
      template: TEMPLATE,
      async breakNext(fault) {
        if (fault === 'out_of_stock') smdp.control.failNext('downloadOrder', '8.2.5/3.7');
        else
          smdp.control.faults.next(fault === 'timeout' ? 'cut' : 'broken_before', {
            of: 'downloadOrder',
          });
      },
      async countProvisioned(reference) {
        const profiles = smdp
          .ledger()
          .calls.filter(
            (call) =>
              call.name === 'downloadOrder' &&
              call.result === 'ok' &&
              call.callId.includes(reference),
          ).length;
        const plans = bss.ledger().orders.filter((order) => order.externalId === reference).length;
        return Math.max(profiles, plans);
      },
      finish: async () => bss.control.finish(),
      async callback(iccid) {
        const product = bss.ledger().products.find((found) => found.iccid === iccid)!;
        const order = bss.ledger().orders.find(({ id }) => id === product.orderId)!;
        return { headers: {}, body: JSON.stringify({ ...stateEvent(order), eventId: order.id }) };
      },
      use: async (_iccid, { bytes, packageId }) => bss.control.use(packageId!, bytes),
      close: one.close,
    };
  });

describe('a plan', () => {
  it('is ordered with ICCID, IMSI and our reference before the profile is released', async () => {
    await open({ tmf: { party_id: 'hubby-account', category: 'travel' } });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    assert.equal(taken()[0]!.state, 'Allocated');
    given.bss.control.finish();
    const order = await find(reference);
    assert.equal(order?.status, 'confirmed');
    assert.equal(order.package_id, given.bss.ledger().products[0]!.id);
    assert.equal(taken()[0]!.state, 'Released');
    const [sent] = plansOf(reference);
    assert.deepEqual(sent!.body['product'], {
      productCharacteristic: [
        { name: 'iccid', value: order.iccid },
        { name: 'imsi', value: '001010000000000' },
      ],
      realizingResource: [{ id: order.iccid, '@referredType': 'LogicalResource' }],
    });
  });

  it('is ordered after the release where that is agreed, its ICCID where the BSS reads it', async () => {
    await open({
      settings: { plan_order: 'after_release' },
      tmf: { iccid_in: 'resource', imsi_name: 'IMSI' },
    });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    assert.equal(taken()[0]!.state, 'Released');
    const order = await settle(reference);
    assert.deepEqual(plansOf(reference)[0]!.body['product'], {
      productCharacteristic: [{ name: 'IMSI', value: '001010000000000' }],
      realizingResource: [{ id: order.iccid, '@referredType': 'LogicalResource' }],
    });
  });

  for (const filters of ['honoured', 'ignored'] as const)
    for (const fault of ['cut', 'broken_after', 'malformed', 'broken_before', 'busy'] as const)
      it(`is one where its order ends in ${fault} (filters ${filters})`, async () => {
        await open();
        Object.assign(given.bss.control, { filters, counts: fault !== 'cut' });
        await made();
        given.bss.control.faults.next(fault, { of: 'POST productOrder' });
        const reference = randomUUID();
        assert.equal((await create(reference)).status, 'pending');
        const order = await settle(reference);
        assert.equal(plansOf(reference).length, 1);
        assert.equal(order.package_id, plansOf(reference)[0]!.productId);
        assert.equal(taken().length, 2);
      });

  it('is not sent again while the first call may be on its way', async () => {
    await open({ settleMs: 3_600_000 });
    given.bss.control.faults.next('broken_before', { of: 'POST productOrder' });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    assert.equal((await find(reference))?.status, 'pending');
    assert.equal((await create(reference)).status, 'pending');
    assert.equal(plansOf(reference).length, 0);
  });

  it('is not said to be none where a list has no end, or is no list', async () => {
    await open();
    Object.assign(given.bss.control, { filters: 'ignored', counts: false, pages: false });
    const first = await made();
    given.bss.control.faults.next('broken_before', { of: 'POST productOrder' });
    const reference = randomUUID();
    await assert.rejects(add(first.iccid, reference), ProviderUnclear);
    await assert.rejects(find(reference, 'add_package'), ProviderUnclear);
    Object.assign(given.bss.control, { filters: 'honoured' });
    given.bss.control.faults.next('broken_after', { of: 'GET productOrder' });
    await assert.rejects(find(reference, 'add_package'), ProviderUnclear);
    assert.equal(plansOf(reference).length, 0);
  });

  it('is one under every fault at once, of many calls for each', async () => {
    await open();
    const random = fc.sample(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), 9_000);
    const { bss, smdp } = given;
    for (const { faults } of [bss.control, smdp.control])
      faults.often(
        0.25,
        ['cut', 'broken_before', 'broken_after', 'busy', 'malformed'],
        () => random.pop() ?? 0.5,
      );
    const references = Array.from({ length: 30 }, () => randomUUID());
    // A look says "none" only after its time: here nothing is on its way when one is made.
    for (const reference of references) await create(reference).catch(isOfOurs);
    for (const reference of references) await find(reference).catch(isOfOurs);
    for (const { faults } of [bss.control, smdp.control]) faults.none();
    const orders = await Promise.all(references.map((reference) => settle(reference)));
    assert.equal(new Set(orders.map((order) => order.package_id)).size, 30);
    assert.equal(new Set(orders.map((order) => order.iccid)).size, 30);
    assert.ok(references.every((reference) => plansOf(reference).length === 1));
    assert.equal(bss.ledger().products.length, 30);
    assert.equal(taken().length, 30);
  });

  it('of a name that the BSS has already is that order', async () => {
    await open();
    given.bss.control.repeats = 'conflict';
    const { iccid } = await made();
    const reference = randomUUID();
    await add(iccid, reference);
    given.bss.control.finish();
    // As after a database that forgot that it was sent.
    given.ledger.orders.delete(reference);
    const order = await add(iccid, reference);
    assert.equal(order.status, 'confirmed');
    assert.equal(plansOf(reference).length, 1);
  });

  it('goes onto an eSIM that is there, and onto no other', async () => {
    await open();
    const { iccid } = await made();
    const reference = randomUUID();
    assert.equal((await add(iccid, reference)).status, 'pending');
    given.bss.control.finish();
    const order = await find(reference, 'add_package');
    assert.deepEqual(
      [order?.status, order?.iccid, order?.profile, order?.template_id],
      ['confirmed', iccid, null, TEMPLATE.id],
    );
    await assert.rejects(add('8944123400009999999'), ProviderRefused);
  });

  it('that is done and does not say what it made is awaited', async () => {
    await open();
    Object.assign(given.bss.control, { looks: 0, saysProduct: false });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    given.bss.control.saysProduct = true;
    assert.equal((await find(reference))?.status, 'confirmed');
  });
});

describe('a plan that is refused', () => {
  for (const state of ['rejected', 'failed', 'partial', 'cancelled'] as const)
    it(`(${state}) gives the profile back`, async () => {
      await open();
      given.bss.control.failNext = state;
      const reference = randomUUID();
      assert.equal((await create(reference)).status, 'pending');
      given.bss.control.finish();
      assert.equal(await find(reference), null);
      assert.deepEqual(taken(), []);
      given.bss.control.looks = 0;
      assert.equal((await create(reference)).status, 'confirmed');
    });

  it('after it was said to be under way is refused, also when it is asked for again', async () => {
    await open();
    given.bss.control.failNext = 'failed';
    const { id } = await create('a-promised-one');
    given.bss.control.finish();
    for (let i = 0; i < 2; i++)
      await assert.rejects(find('a-promised-one', 'create_esim', id), ProviderRefused);
    assert.deepEqual(taken(), []);
  });

  it('by its offering concerns the order, by who asks the account', async () => {
    const { bss } = await open();
    bss.control.withdrawOffer(TEMPLATE.id);
    const refusedFor = (concerns: string) => (error: unknown) => {
      assert.ok(error instanceof ProviderRefused, String(error));
      assert.equal(error.concerns, concerns);
      return true;
    };
    await assert.rejects(create(), refusedFor('order'));
    assert.deepEqual(taken(), []);
    const wrong = { tmf_client_secret: 'another' };
    const provider = makeAccount(given.smdp, given.ledger, {
      credentials: { ...bss.credentials, ...wrong },
    });
    await assert.rejects(provider.signIn(), refusedFor('account'));
    await assert.rejects(create(randomUUID(), { ...given, provider }), refusedFor('account'));
    await provider.close();
    const elsewhere = makeAccount(given.smdp, given.ledger, {
      credentials: bss.credentials,
      settings: { tmf: { paths: { 622: '/other' } } },
    });
    await assert.rejects(
      create(randomUUID(), { ...given, provider: elsewhere }),
      refusedFor('account'),
    );
    await assert.rejects(elsewhere.signIn(), ProviderUnclear);
    await elsewhere.close();
    assert.deepEqual(taken(), []);
    assert.throws(
      () =>
        makeAccount(given.smdp, given.ledger, {
          credentials: { tmf_url: 'http://bss.example.com' },
        }),
      new UnfitForm('credentials.tmf_url', 'expected an address that begins with https'),
    );
  });

  it('by the SM-DP+ afterwards ends the plan, and its name is good for another', async () => {
    const { bss, smdp } = await open();
    const reference = randomUUID();
    await create(reference);
    bss.control.finish();
    smdp.control.failNext('confirmOrder', '8.2.1/3.9');
    await assert.rejects(find(reference), ProviderUnclear);
    bss.control.finish();
    assert.equal(await find(reference), null);
    assert.equal(bss.ledger().products[0]!.status, 'terminated');
    assert.deepEqual(taken(), []);
    // The answer of the next one is lost: the ended one is not taken for it.
    bss.control.faults.next('broken_before', { of: 'POST productOrder' });
    await create(reference);
    const order = await settle(reference);
    const [ended, runs] = bss.ledger().products;
    assert.equal(order.package_id, runs!.id);
    assert.notEqual(ended!.id, runs!.id);
    assert.equal(bss.ledger().products.length, 2);
  });

  it('while it is open is withdrawn', async () => {
    const { bss, smdp } = await open();
    bss.control.looks = 'held';
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    await given.ledger.refuse(reference, { reason: 'rejected', message: 'no', concerns: 'order' });
    await assert.rejects(find(reference), ProviderUnclear);
    assert.equal(await find(reference), null);
    assert.equal(plansOf(reference)[0]!.state, 'cancelled');
    assert.equal(smdp.ledger().profiles[0]!.state, 'Available');
  });
});

describe('what is left of a plan', () => {
  it('is sold minus remaining, in whatever unit that is said', async () => {
    await open({ tmf: { unit_base: 1000 } });
    const order = await made();
    for (const [unit, used] of [
      ['B', 250_000_000],
      ['KB', 250_000_000],
      ['MB', 250_000_000],
      ['GB', 250_000_000],
      ['MiB', 250_000_000],
    ] as const) {
      given.bss.control.unit = unit;
      if (unit === 'B') given.bss.control.use(order.package_id, used);
      const [one] = await usageOf(order);
      assert.ok(Math.abs(one!.used_bytes - used) <= 1, `${unit}: ${one!.used_bytes}`);
      assert.deepEqual([one!.total_bytes, one!.status], [TEMPLATE.bytes, 'ACTIVE']);
    }
    given.bss.control.use(order.package_id, 2e9);
    given.bss.control.unit = 'GB';
    assert.deepEqual(
      (await usageOf(order)).map((one) => [one.used_bytes, one.status]),
      [[1_000_000_000, 'DEPLETED']],
    );
  });

  it('follows the product, also one state that is published with a blank', async () => {
    await open();
    const order = await made();
    const seen: [string, string][] = [
      ['created', 'ACTIVE'],
      ['pendingActive', 'ACTIVE'],
      ['suspended', 'ACTIVE'],
      ['aborted ', 'CANCELLED'],
      ['cancelled', 'CANCELLED'],
      ['pendingTerminate', 'EXPIRED'],
      ['terminated', 'EXPIRED'],
      ['something', 'unknown'],
    ];
    for (const [status, ours] of seen) {
      given.bss.control.setProduct(order.package_id, status);
      assert.equal((await usageOf(order))[0]?.status, ours, status);
    }
  });

  it('is cancelled where we asked for its end', async () => {
    await open();
    const order = await made();
    const input = {
      package_id: order.package_id,
      reference: order.reference,
      template_id: TEMPLATE.id,
      iccid: order.iccid,
      esim_id: null,
      customer: CUSTOMER,
    };
    assert.equal(await given.provider.cancelPackage(input), 'requested');
    given.bss.control.finish();
    assert.equal(await given.provider.cancelPackage(input), 'done');
    assert.equal((await usageOf(order))[0]?.status, 'CANCELLED');
    assert.equal(plansOf(`end-${order.package_id}`).length, 1);
  });

  it('is only that of the eSIM, also where filters are ignored', async () => {
    await open();
    const [first, second] = [await made(), await made()];
    given.bss.control.filters = 'ignored';
    given.bss.control.use(first.package_id, 7);
    assert.deepEqual(
      [(await usageOf(first))[0]?.used_bytes, (await usageOf(second))[0]?.used_bytes],
      [7, 0],
    );
  });

  it('cannot be asked for with a token that is old: a new one is fetched', async () => {
    await open();
    const order = await made();
    given.bss.control.expireTokens();
    assert.equal((await usageOf(order)).length, 1);
    given.bss.control.expireTokens();
    given.bss.control.faults.next('broken_before', { of: 'token' });
    await assert.rejects(usageOf(order), ProviderUnclear);
    await assert.rejects(
      (async () => {
        given.bss.control.faults.next('broken_before', { of: 'token' });
        await add(order.iccid);
      })(),
      ProviderNotReached,
    );
  });
});

async function readAll(provider: SupplierProvider): Promise<Article[]> {
  const all: Article[] = [];
  for await (const page of provider.catalog()) all.push(...page);
  return all;
}

describe('the catalog', () => {
  const read = (): Promise<Article[]> => readAll(given.provider);

  it('has offerings as articles, their prices inline or referred to', async () => {
    await open();
    const [first] = await read();
    assert.deepEqual(first, {
      id: 'po-es-1gb-7d',
      topup_id: null,
      name: 'ES 1 GB 7 days',
      bytes: 1_000_000_000,
      daily_bytes: null,
      throttle_kbps: null,
      duration_days: 7,
      coverage: ['ESP'],
      cost: { minor: 190, currency: 'EUR' },
      starts: 'first_use',
      activation_window_days: null,
      needs_kyc: false,
      can_top_up: true,
      imsi: null,
    });
    const inline = await read();
    given.bss.control.prices = 'reference';
    assert.deepEqual(await read(), inline);
  });

  it('leaves out what is no bundle, and gives places their countries', async () => {
    await open({ tmf: { places: { EU: ['ES', 'FR'] }, unit_base: 1024 } });
    const change = (id: string, changes: Record<string, unknown>): void =>
      given.bss.control.offer({ ...offering(id), ...changes });
    change('recurring', {
      productOfferingPrice: [{ id: 'p', priceType: 'recurring', price: { unit: 'EUR', value: 1 } }],
    });
    change('two-prices', { productOfferingPrice: [{ id: 'p' }, { id: 'q' }] });
    change('no-price', { productOfferingPrice: [{ id: 'nobody' }] });
    change('not-sold', { isSellable: false });
    change('nowhere', { place: [{ id: 'Atlantis' }] });
    change('no-volume', { prodSpecCharValueUse: [] });
    change('nameless', { name: 7 });
    given.bss.control.offer(offering('region', { place: 'EU', gb: 2, price: 0.101 }));
    const all = await read();
    assert.deepEqual(
      all.map(({ id }) => id),
      ['po-es-1gb-7d', 'po-fr-5gb-30d', 'region'],
    );
    const region = all.at(-1)!;
    assert.deepEqual(
      [region.coverage, region.bytes, region.cost.minor],
      [['ESP', 'FRA'], 2 * 1024 ** 3, 11],
    );
  });

  it('is read to its end, page by page', async () => {
    await open();
    for (let i = 0; i < 230; i++) given.bss.control.offer(offering(`po-${i}`));
    assert.equal((await read()).length, 232);
    given.bss.control.pages = false;
    await assert.rejects(read(), ProviderUnclear);
    given.bss.control.pages = true;
    given.bss.control.faults.next('broken_before', { of: 'GET productOffering' });
    await assert.rejects(read(), ProviderUnclear);
  });
});

describe('events of a BSS', () => {
  it('are hints, unsigned, and one that comes again is known', async () => {
    await open();
    const example = {
      eventId: 'e-1',
      eventTime: '2026-11-28T12:00:05Z',
      eventType: 'ProductOrderStateChangeEvent',
      event: { productOrder: { id: 'ord-1', externalId: '0b6f', state: 'completed' } },
    };
    const parse = (body: unknown) =>
      given.provider.parseCallback({ headers: {}, body: JSON.stringify(body) });
    assert.deepEqual(parse(example), {
      trust: 'unsigned',
      id: 'e-1',
      reports: [],
      hints: [{ kind: 'order', reference: '0b6f', provider_order_id: null }],
    });
    const nameless = { ...example, eventId: undefined };
    assert.equal(parse(nameless).id, parse(nameless).id);
    assert.deepEqual(parse({ event: { bucket: { logicalResource: [{ id: '8944' }] } } }).hints, [
      { kind: 'esim', iccid: '8944', esim_id: null },
    ]);
    assert.deepEqual(parse({ event: 'nothing' }).hints, []);
    assert.throws(
      () => given.provider.parseCallback({ headers: {}, body: 'no json' }),
      ProviderUnclear,
    );
  });
});

describe('an answer of a BSS of random shape', () => {
  let body = '';
  const server = createServer((_request, response) => response.end(body));
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => new Promise((resolve) => server.close(resolve)));

  it('is never taken for a plan, nor thrown as anything but a failure of ours', async () => {
    await open();
    const tmfUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = makeAccount(given.smdp, given.ledger, { credentials: { tmf_url: tmfUrl } });
    const order = fc.record(
      {
        id: fc.anything(),
        externalId: fc.anything(),
        state: fc.oneof(fc.constantFrom('completed', 'partial', 'failed'), fc.anything()),
        productOrderItem: fc.oneof(
          fc.anything(),
          fc.array(fc.record({ id: fc.constant('1'), state: fc.anything() })),
        ),
      },
      { requiredKeys: [] },
    );
    await fc
      .assert(
        fc.asyncProperty(
          fc.oneof(
            fc.json(),
            fc.oneof(order, fc.array(order)).map((one) => JSON.stringify(one)),
          ),
          async (json) => {
            body = json;
            const reference = randomUUID();
            for (const ask of [
              () => create(reference, { ...given, provider }),
              () => provider.getEsim({ iccid: stockOf(1)[0]!, esim_id: null, packages: [] }),
              () => provider.signIn(),
            ]) {
              const answer = await ask().catch(isOfOurs);
              assert.notEqual((answer as ProviderOrder | null)?.status, 'confirmed');
            }
            await readAll(provider).catch(isOfOurs);
          },
        ),
        { numRuns: 60 },
      )
      .catch((error: unknown) => {
        if (!(error instanceof Error) || !isOfOurs((error as { cause?: unknown }).cause ?? error))
          throw error;
      });
    await provider.close();
  });
});
