/** The adapter for eSIM Go against its stand-in, through everything that can go wrong there. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { conformance } from '../../src/providers/conformance.ts';
import { esimGoProvider } from '../../src/providers/esim-go/adapter.ts';
import { esimGoKind } from '../../src/providers/esim-go/config.ts';
import type { SupplierAccount, SupplierProvider } from '../../src/providers/kind.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
  type SentOrder,
} from '../../src/providers/provider.ts';
import { accountAt, SPAIN_1GB } from '../support/suppliers/esim-go/account.ts';
import {
  startEsimGo,
  type EsimGoOptions,
  type EsimGoStandIn,
} from '../../packages/standins/src/esim-go/server.ts';

const FAULTS = {
  timeout: 'cut_after',
  timeout_before: 'cut_before',
  error: 'fail_before',
  out_of_stock: 'sold_out',
} as const;

conformance('esim-go', async () => {
  const there = await startEsimGo({ perSecond: 100_000 });
  const provider = esimGoKind.make(accountAt(there));
  return {
    provider,
    customer: 'prt_1',
    template: SPAIN_1GB,
    breakNext: async (fault) => there.control.next('POST /orders', FAULTS[fault]),
    countProvisioned: async (reference) =>
      there.ledger().orders.filter((one) => one.reference === reference).length,
    finish: async () => there.control.release(),
    callback: async (iccid) => {
      const { body, headers } = there.control.callback({ iccid, alertType: 'FirstAttachment' });
      return { body, headers: { 'x-signature-sha256': headers['x-signature-sha256'] } };
    },
    use: async (iccid, traffic) => {
      there.control.install(iccid);
      there.control.use(iccid, traffic);
    },
    close: async () => {
      await provider.close();
      await there.close();
    },
  };
});

type World = { there: EsimGoStandIn; provider: SupplierProvider };
const CUSTOMER = 'prt_1';

/** A test with a stand-in and an account of its own. */
const test = (
  name: string,
  run: (world: World) => Promise<void>,
  options: EsimGoOptions & { account?: Partial<SupplierAccount> } = {},
): void =>
  void it(name, async () => {
    const there = await startEsimGo({ perSecond: 100_000, ...options });
    const provider = esimGoProvider(accountAt(there, options.account), {
      orderMs: 2_000,
      questionMs: 2_000,
    });
    try {
      await run({ there, provider });
    } finally {
      await provider.close();
      await there.close();
    }
  });

const create = ({ provider }: World, reference: string = randomUUID()): Promise<ProviderOrder> =>
  provider.createEsim({ template: SPAIN_1GB, reference, customer: CUSTOMER });
const add = (
  { provider }: World,
  iccid: string,
  reference: string = randomUUID(),
): Promise<ProviderOrder> =>
  provider.addPackage({
    iccid,
    esim_id: null,
    template: SPAIN_1GB,
    reference,
    customer: CUSTOMER,
  });
const about = (more: Partial<SentOrder>): SentOrder => ({
  reference: randomUUID(),
  kind: 'create_esim',
  customer: CUSTOMER,
  iccid: null,
  esim_id: null,
  template: SPAIN_1GB,
  provider_order_id: null,
  sent_at: new Date().toISOString(),
  ...more,
});
const esim = ({ provider }: World, iccid: string, packages: ProviderOrder[] = []) =>
  provider.getEsim({
    iccid,
    esim_id: null,
    packages: packages.map((one) => ({
      package_id: one.package_id!,
      reference: one.reference,
      template_id: one.template_id!,
      ordered_at: one.created_at,
    })),
  });
const cancel = ({ provider }: World, { iccid, package_id, template_id }: ProviderOrder) =>
  provider.cancelPackage({
    iccid: iccid!,
    esim_id: null,
    package_id: package_id!,
    template_id: template_id!,
    reference: '',
    customer: CUSTOMER,
  });
const refusal =
  (reason: ProviderRefused['reason'], concerns: ProviderRefused['concerns']) =>
  (error: unknown): boolean =>
    error instanceof ProviderRefused && error.reason === reason && error.concerns === concerns;
const calls = ({ there }: World, method: string, path: RegExp) =>
  there.ledger().calls.filter((one) => one.method === method && path.test(one.path));

describe('an order of a new eSIM at eSIM Go', () => {
  test('buys one bundle, lets nothing be reassigned, and writes our reference on the eSIM', async (w) => {
    const reference = randomUUID();
    const made = await create(w, reference);
    assert.equal(made.status, 'confirmed');
    assert.deepEqual(made.cost, { minor: 190, currency: 'USD' });
    assert.match(made.profile!.lpa, /^LPA:1\$rsp\.example\.com\$K2-[0-9A-F]{8}$/);
    assert.deepEqual(
      calls(w, 'POST', /orders/).map((one) => one.body),
      [
        {
          type: 'transaction',
          assign: true,
          order: [{ type: 'bundle', item: 'esim_1GB_7D_ES_V2', quantity: 1 }],
        },
      ],
    );
    assert.deepEqual(
      calls(w, 'PUT', /esims/).map((one) => one.body),
      [{ iccid: made.iccid, customerRef: reference }],
    );
    assert.deepEqual(await w.provider.findByReference(about({ reference })), made);
  });

  test(
    'has the branding that the operator chose',
    async (w) => {
      await create(w);
      const [call] = calls(w, 'POST', /orders/);
      assert.equal((call!.body as { profileID?: string }).profileID, 'brand-7');
    },
    { account: { settings: { profile_id: 'brand-7' } } },
  );

  test('stands although our reference could not be written', async (w) => {
    for (const fault of ['fail_before', 'cut_before', 'busy', 'no_json'] as const) {
      w.there.control.next('PUT /esims', fault);
      assert.equal((await create(w)).status, 'confirmed', fault);
    }
    assert.equal(w.there.ledger().orders.length, 4);
  });

  test('is pending as long as its bundle does not show, and then found by its id', async (w) => {
    const ways = [
      () => (w.there.control.mood.allocation = 'unseen'),
      () => w.there.control.next('GET /esims/:iccid/bundles/:name', 'processing'),
      () => w.there.control.next('GET /esims/:iccid/bundles/:name', 'busy'),
      () => w.there.control.next('GET /esims/:iccid/bundles/:name', 'cut_before'),
      () => w.there.control.next('GET /esims/:iccid/bundles/:name', 'malformed'),
      // A brand-new eSIM is refused like somebody else's.
      () => (w.there.control.mood.newEsimForbidden = 1),
    ];
    for (const way of ways) {
      Object.assign(w.there.control.mood, { allocation: 'at_once', newEsimForbidden: 0 });
      way();
      const order = await create(w);
      const { status, iccid, profile, package_id } = order;
      assert.deepEqual([status, iccid, profile, package_id], ['pending', null, null, null]);
      w.there.control.release();
      const found = await w.provider.findByReference(
        about({ reference: order.reference, provider_order_id: order.id }),
      );
      assert.deepEqual([found?.status, found?.id], ['confirmed', order.id]);
      assert.ok(found?.profile !== null && found?.package_id !== null);
    }
  });

  test('is confirmed while its bundle is "processing", and pending where that makes it busy', async (w) => {
    w.there.control.mood.allocation = 'processing';
    const made = await create(w);
    assert.equal(made.status, 'confirmed');
    assert.equal((await esim(w, made.iccid!, [made]))?.packages[0]?.status, 'ACTIVE');
    w.there.control.mood.busyEsims = true;
    assert.equal((await create(w)).status, 'pending');
    // Processing: an earlier write still runs, and says nothing.
    await assert.rejects(esim(w, made.iccid!, [made]), ProviderUnclear);
    w.there.control.release();
    assert.ok(await esim(w, made.iccid!, [made]));
  });

  test('makes up for a reference that was not written', async (w) => {
    w.there.control.mood.allocation = 'unseen';
    w.there.control.next('PUT /esims', 'fail_before');
    const { id, reference } = await create(w);
    w.there.control.release();
    await w.provider.findByReference(about({ reference, provider_order_id: id }));
    assert.equal((await w.provider.findByReference(about({ reference })))?.id, id);
  });

  test('is unclear after anything that may have bought it, and nothing is said to be "none"', async (w) => {
    for (const fault of [
      'cut_after',
      'fail_after',
      'malformed',
      'no_json',
      'processing',
    ] as const) {
      const before = w.there.ledger().orders.length;
      w.there.control.next('POST /orders', fault);
      const reference = randomUUID();
      await assert.rejects(create(w, reference), ProviderUnclear, fault);
      const made = w.there.ledger().orders.slice(before);
      assert.equal(made.length, fault === 'processing' ? 0 : 1, fault);
      await assert.rejects(
        w.provider.findByReference(about({ reference })),
        (error: Error) =>
          error instanceof ProviderUnclear &&
          made.every(({ orderReference }) => error.message.includes(orderReference)),
      );
    }
  });

  test('is unclear where the answer is about another order', async (w) => {
    const { iccid } = await create(w);
    const line = { item: 'esim_1GB_7D_ES_V2', quantity: 1, iccids: [iccid] };
    for (const order of [
      [],
      [line, line],
      [{ ...line, item: 'esim_5GB_30D_ES_V2' }],
      [{ ...line, quantity: 2 }],
      [{ ...line, iccids: [iccid, '8944120000000000009'] }],
    ]) {
      w.there.control.rewrite((route, body) =>
        route === 'POST /orders' ? { ...(body as object), order } : body,
      );
      await assert.rejects(create(w), ProviderUnclear, JSON.stringify(order));
      await assert.rejects(add(w, iccid!), ProviderUnclear, JSON.stringify(order));
    }
    w.there.control.rewrite((route, body) =>
      route === 'POST /orders'
        ? { ...(body as object), order: [{ ...line, iccids: ['8944120000000000009'] }] }
        : body,
    );
    await assert.rejects(add(w, iccid!), ProviderUnclear);
  });

  test('is unclear when the answer takes too long', async (w) => {
    const provider = esimGoProvider(accountAt(w.there), { orderMs: 50, questionMs: 50 });
    w.there.control.hang();
    await assert.rejects(create({ ...w, provider }), ProviderUnclear);
    w.there.control.release();
    await provider.close();
  });

  test('was never sent: then there is none', async (w) => {
    assert.equal(await w.provider.findByReference(about({ sent_at: null })), null);
  });

  test('is not made without a bundle', async (w) => {
    await assert.rejects(
      w.provider.createEsim({ template: null, reference: randomUUID(), customer: CUSTOMER }),
      refusal('rejected', 'order'),
    );
    assert.equal(w.there.ledger().calls.length, 0);
  });

  test('is found with its install data where these have to be asked for', async (w) => {
    w.there.control.shape.esimsInOrders = false;
    for (const scheme of ['', 'http://', 'https://'] as const) {
      w.there.control.shape.scheme = scheme;
      assert.match((await create(w)).profile!.lpa, /^LPA:1\$rsp\.example\.com\$K2-/, scheme);
    }
    // Several eSIMs in one answer: none of them is known to be the one.
    w.there.control.rewrite((route, body) =>
      route === 'GET /esims/assignments' ? [body, body] : body,
    );
    assert.equal((await create(w)).status, 'pending');
  });

  test('eSIM Go gives install data as a file to whoever does not ask for JSON', async (w) => {
    const { id, iccid } = await create(w);
    const ask = (accept: string) =>
      fetch(`${w.there.url}/esims/assignments?reference=${id}`, {
        headers: { 'x-api-key': w.there.credentials.api_key, accept },
      });
    assert.match(await (await ask('*/*')).text(), new RegExp(`^ICCID,.*\n${iccid},`));
    const json = (await (await ask('application/json')).json()) as { iccid: string };
    assert.equal(json.iccid, iccid);
  });
});

describe('a refusal of eSIM Go', () => {
  test('says what it is about', async (w) => {
    const { control } = w.there;
    control.setBalance(1);
    await assert.rejects(create(w), refusal('no_funds', 'account'));
    control.setBalance(100);
    control.sellOut('esim_5GB_30D_ES_V2');
    const other = { ...SPAIN_1GB, id: 'esim_5GB_30D_ES_V2' };
    const order = { template: other, reference: randomUUID(), customer: CUSTOMER };
    await assert.rejects(w.provider.createEsim(order), refusal('out_of_stock', 'order'));
    control.vanish('esim_5GB_30D_ES_V2');
    await assert.rejects(w.provider.createEsim(order), refusal('rejected', 'order'));
    await assert.rejects(add(w, '8944120000000000009'), refusal('rejected', 'order'));
    control.setKey('another');
    await assert.rejects(create(w), refusal('rejected', 'account'));
    await assert.rejects(add(w, '8944120000000000009'), refusal('rejected', 'account'));
    assert.equal(w.there.ledger().orders.length, 0);
  });

  test('stays one, whatever becomes of the question about the account', async (w) => {
    for (const fault of ['busy', 'cut_before', 'fail_before'] as const) {
      w.there.control.next('GET /organisation', fault);
      await assert.rejects(add(w, '8944120000000000009'), refusal('rejected', 'order'), fault);
    }
  });

  test('of another server concerns the account', async (w) => {
    const provider = esimGoProvider(
      accountAt({ ...w.there, url: w.there.url.replace('/v2.5', '/v9') }),
    );
    await assert.rejects(create({ ...w, provider }), refusal('rejected', 'account'));
    await assert.rejects(provider.signIn(), refusal('rejected', 'account'));
    // A wrong address knows nothing of an eSIM, least of all that there is none.
    await assert.rejects(esim({ ...w, provider }, '8944120000000000009'), ProviderUnclear);
    await provider.close();
  });

  test('is none where too much was asked, or nobody was there', async (w) => {
    w.there.control.next('POST /orders', 'busy');
    await assert.rejects(create(w), (e) => e instanceof ProviderBusy && e.retryAfterMs === 1_000);
    assert.equal(w.there.ledger().orders.length, 0);
    const gone = esimGoProvider(accountAt({ ...w.there, url: 'http://127.0.0.1:1/v2.5' }));
    await assert.rejects(create({ ...w, provider: gone }), ProviderNotReached);
    await assert.rejects(gone.findByReference(about({})), ProviderUnclear);
    await gone.close();
  });
});

describe('a package for an eSIM at eSIM Go', () => {
  const lost = async (w: World, fault: 'cut_after' | 'fail_after' | 'cut_before') => {
    const { iccid } = await create(w);
    const order = about({ kind: 'add_package', iccid });
    w.there.control.next('POST /orders', fault);
    await assert.rejects(add(w, iccid!, order.reference), ProviderUnclear);
    return { iccid: iccid!, order };
  };

  test('goes onto that eSIM', async (w) => {
    const { iccid } = await create(w);
    const added = await add(w, iccid!);
    assert.deepEqual([added.status, added.iccid, added.profile], ['confirmed', iccid, null]);
    const [, second] = calls(w, 'POST', /orders/);
    assert.deepEqual((second!.body as { order: unknown[] }).order, [
      { type: 'bundle', item: 'esim_1GB_7D_ES_V2', quantity: 1, iccids: [iccid] },
    ]);
    assert.deepEqual(
      w.there.ledger().orders.map((one) => [one.kind, one.iccids]),
      [
        ['create_esim', [iccid]],
        ['add_package', [iccid]],
      ],
    );
  });

  test('is found on the eSIM after its answer was lost, with its own order id', async (w) => {
    for (const fault of ['cut_after', 'fail_after'] as const) {
      const { iccid, order } = await lost(w, fault);
      const found = await w.provider.findByReference(order);
      const bought = w.there.ledger().orders.at(-1)!;
      assert.deepEqual(
        [found?.status, found?.id, found?.iccid, found?.reference],
        ['confirmed', bought.orderReference, iccid, order.reference],
      );
      assert.equal(bought.kind, 'add_package');
    }
  });

  test('is pending as soon as its order shows, and found when the bundle does', async (w) => {
    const { iccid } = await create(w);
    Object.assign(w.there.control.mood, { allocation: 'unseen', listIsLate: true });
    const order = about({ kind: 'add_package', iccid });
    w.there.control.next('POST /orders', 'cut_after');
    await assert.rejects(add(w, iccid!, order.reference), ProviderUnclear);
    // Neither shows: that is why "none" counts only ten minutes later.
    assert.equal(await w.provider.findByReference(order), null);
    assert.ok(w.provider.settleMs >= 600_000);
    w.there.control.listNow();
    const seen = await w.provider.findByReference(order);
    assert.deepEqual(
      [seen?.status, seen?.id],
      ['pending', w.there.ledger().orders.at(-1)!.orderReference],
    );
    w.there.control.release();
    const found = await w.provider.findByReference(order);
    assert.deepEqual([found?.status, found?.id], ['confirmed', seen!.id]);
  });

  test('is not there when the call never came through: the first bundle is the eSIM itself', async (w) => {
    const { order } = await lost(w, 'cut_before');
    assert.equal(await w.provider.findByReference(order), null);
    assert.equal(await w.provider.findByReference({ ...order, sent_at: null }), null);
  });

  test('of long ago is not taken for one that was lost', async (w) => {
    const { iccid, package_id } = await create(w);
    const early = await add(w, iccid!);
    w.there.control.age(package_id!, 2);
    w.there.control.age(early.package_id!, 1);
    const order = about({ kind: 'add_package', iccid });
    assert.equal(await w.provider.findByReference(order), null);
  });

  test('of another bundle is not taken for one that was lost', async (w) => {
    const { iccid } = await create(w);
    const template = { ...SPAIN_1GB, id: 'esim_5GB_30D_ES_V2' };
    await w.provider.addPackage({
      iccid: iccid!,
      esim_id: null,
      template,
      reference: randomUUID(),
      customer: CUSTOMER,
    });
    assert.equal(await w.provider.findByReference(about({ kind: 'add_package', iccid })), null);
  });

  test('that may be one of two is nobody’s to guess', async (w) => {
    const { iccid, order } = await lost(w, 'cut_after');
    await add(w, iccid);
    await assert.rejects(w.provider.findByReference(order), ProviderUnclear);
  });

  test('that does not show yet is not taken for the next one, which does', async (w) => {
    const { iccid } = await create(w);
    w.there.control.mood.allocation = 'unseen';
    const first = await add(w, iccid!);
    assert.equal(first.status, 'pending');
    w.there.control.mood.allocation = 'at_once';
    const second = await add(w, iccid!);
    assert.equal(second.status, 'confirmed');
    const sent = about({
      kind: 'add_package',
      iccid,
      reference: first.reference,
      provider_order_id: first.id,
    });
    assert.equal((await w.provider.findByReference(sent))?.status, 'pending');
    w.there.control.release();
    const found = await w.provider.findByReference(sent);
    assert.equal(found?.status, 'confirmed');
    assert.notEqual(found?.package_id, second.package_id);
  });

  test('is pending while the eSIM shows it as processing and is busy', async (w) => {
    const { iccid } = await create(w);
    Object.assign(w.there.control.mood, { allocation: 'processing', busyEsims: true });
    const order = await add(w, iccid!);
    assert.equal(order.status, 'pending');
    const sent = about({
      kind: 'add_package',
      iccid,
      reference: order.reference,
      provider_order_id: order.id,
    });
    await assert.rejects(w.provider.findByReference(sent), ProviderUnclear);
    w.there.control.release();
    assert.equal((await w.provider.findByReference(sent))?.status, 'confirmed');
  });

  test('that eSIM Go took back meanwhile is cancelled', async (w) => {
    const { iccid } = await create(w);
    const added = await add(w, iccid!);
    await cancel(w, added);
    const { reference, id } = added;
    const sent = about({ kind: 'add_package', iccid, reference, provider_order_id: id });
    assert.equal((await w.provider.findByReference(sent))?.status, 'cancelled');
  });

  test('fits, or eSIM Go says so', async (w) => {
    const { iccid } = await create(w);
    const can = (id: string) =>
      w.provider.canAdd({ iccid: iccid!, esim_id: null, template: { ...SPAIN_1GB, id } });
    assert.equal(await can('esim_5GB_30D_ES_V2'), true);
    assert.equal(await can('esim_1GB_7D_JP_V2'), false);
    assert.equal(await can('esim_no_such'), false);
    w.there.control.next('GET /esims/:iccid/compatible/:bundle', 'processing');
    await assert.rejects(can('esim_5GB_30D_ES_V2'), ProviderUnclear);
    // Ordered all the same it is refused, and comes on no other eSIM.
    const japan = { ...SPAIN_1GB, id: 'esim_1GB_7D_JP_V2' };
    await assert.rejects(
      w.provider.addPackage({
        iccid: iccid!,
        esim_id: null,
        template: japan,
        reference: randomUUID(),
        customer: CUSTOMER,
      }),
      refusal('rejected', 'order'),
    );
    assert.equal(w.there.ledger().orders.length, 1);
  });
});

describe('an eSIM at eSIM Go', () => {
  test('says what became of it', async (w) => {
    const { control } = w.there;
    const made = await create(w);
    const iccid = made.iccid!;
    assert.equal((await esim(w, iccid, [made]))?.state, 'RELEASED');
    control.suspend(iccid, true);
    // It is on no device: suspended means nothing to it.
    assert.equal((await esim(w, iccid, [made]))?.state, 'RELEASED');
    control.suspend(iccid, false);
    const before = Date.now();
    control.install(iccid);
    const installed = await esim(w, iccid, [made]);
    assert.equal(installed?.state, 'INSTALLED');
    assert.ok(Date.parse(installed.state_changed_at) >= before);
    assert.deepEqual(await esim(w, iccid, [made]), installed);
    control.suspend(iccid, true);
    assert.equal((await esim(w, iccid, [made]))?.state, 'DISABLED');
    await fetch(`${w.there.url}/esims/${iccid}`, {
      method: 'DELETE',
      headers: { 'x-api-key': w.there.credentials.api_key },
    });
    assert.equal((await esim(w, iccid, [made]))?.state, 'DELETED');
  });

  test('tells usage bundle by bundle, one after the other', async (w) => {
    const first = await create(w);
    const iccid = first.iccid!;
    const second = await add(w, iccid);
    const packages = async () =>
      Object.fromEntries(
        (await esim(w, iccid, [first, second]))!.packages.map((one) => [one.package_id, one]),
      );
    w.there.control.use(iccid, { bytes: 250_000_000, packageId: null });
    const early = await packages();
    assert.deepEqual(
      [first, second].map(({ package_id }) => {
        const { used_bytes, total_bytes, status, activated_at } = early[package_id!]!;
        return [used_bytes, total_bytes, status, activated_at !== null];
      }),
      [
        [250_000_000, 1_000_000_000, 'ACTIVE', true],
        [0, 1_000_000_000, 'ACTIVE', false],
      ],
    );
    const { activated_at, expires_at } = early[first.package_id!]!;
    assert.equal(Date.parse(expires_at!) - Date.parse(activated_at!), 7 * 86_400_000);
    w.there.control.use(iccid, { bytes: 750_000_000, packageId: first.package_id });
    w.there.control.expire(second.package_id!);
    const late = await packages();
    assert.deepEqual(
      [late[first.package_id!]!.status, late[second.package_id!]!.status],
      ['DEPLETED', 'EXPIRED'],
    );
  });

  test('shows more than the 15 bundles that are shown unasked', async (w) => {
    const made = await create(w);
    for (let i = 0; i < 19; i++) await add(w, made.iccid!);
    assert.equal((await esim(w, made.iccid!, [made]))?.packages.length, 20);
  });

  test('of an unlimited bundle tells what was used and no end', async (w) => {
    const template = { ...SPAIN_1GB, id: 'esim_UL_1D_ES_V2', bytes: null };
    const made = await w.provider.createEsim({
      template,
      reference: randomUUID(),
      customer: CUSTOMER,
    });
    w.there.control.use(made.iccid!, { bytes: 5_000, packageId: null });
    const [one] = (await esim(w, made.iccid!, [made]))!.packages;
    assert.deepEqual([one!.used_bytes, one!.total_bytes, one!.status], [5_000, null, 'ACTIVE']);
  });

  test('that is not there is nobody’s, unless it is new or the key is wrong', async (w) => {
    const made = await create(w);
    assert.equal(await esim(w, '8944120000000000009'), null);
    w.there.control.next('GET /esims/:iccid', 'sold_out');
    await assert.rejects(esim(w, made.iccid!, [made]), ProviderUnclear);
    w.there.control.setKey('another');
    await assert.rejects(esim(w, '8944120000000000009'), ProviderUnclear);
  });
});

describe('cancelling at eSIM Go', () => {
  test('gives an unused bundle back for its money, asks first, and names the assignment', async (w) => {
    const made = await create(w);
    const later = await add(w, made.iccid!);
    const paid = w.there.control.balance();
    assert.equal(await cancel(w, later), 'done');
    assert.equal(w.there.control.balance(), paid + 1.9);
    const path = `/v2.5/esims/${made.iccid}/bundles/esim_1GB_7D_ES_V2/assignments/${later.package_id}`;
    assert.deepEqual(
      calls(w, 'DELETE', /./).map((one) => one.path),
      ['validate', 'transaction'].map((type) => `${path}?type=${type}&refundToBalance=true`),
    );
    // Again, it is done, and nothing is asked for.
    assert.equal(await cancel(w, later), 'done');
    assert.equal(calls(w, 'DELETE', /./).length, 2);
    const left = (await esim(w, made.iccid!, [made]))!.packages;
    assert.deepEqual(left.map((one) => one.status).sort(), ['ACTIVE', 'CANCELLED']);
  });

  test('is refused for what was used or is too old, and for what is not there', async (w) => {
    const made = await create(w);
    const old = await create(w);
    w.there.control.age(old.package_id!, 61);
    await assert.rejects(cancel(w, old), refusal('rejected', 'order'));
    const asked = calls(w, 'DELETE', /./).length;
    w.there.control.use(made.iccid!, { bytes: 1, packageId: null });
    await assert.rejects(cancel(w, made), refusal('rejected', 'order'));
    await assert.rejects(cancel(w, { ...made, package_id: 'asg-0' }), refusal('rejected', 'order'));
    // eSIM Go is not even asked: it might take it away for nothing.
    assert.equal(calls(w, 'DELETE', /./).length, asked);
    assert.equal((await esim(w, made.iccid!, [made]))!.packages[0]!.status, 'ACTIVE');
  });

  test('is unclear when the answer is lost, and then found done', async (w) => {
    const made = await create(w);
    const route = 'DELETE /esims/:iccid/bundles/:name/assignments/:id';
    w.there.control.next(route, 'cut_before');
    await assert.rejects(cancel(w, made), ProviderUnclear);
    // The first of the two calls is the question, the second takes it back.
    w.there.control.rewrite((name, body) => {
      if (name === route) w.there.control.next(route, 'cut_after');
      return body;
    });
    await assert.rejects(cancel(w, made), ProviderUnclear);
    w.there.control.rewrite(null);
    assert.equal(await cancel(w, made), 'done');
  });

  test('is not done before eSIM Go shows it', async (w) => {
    const made = await create(w);
    w.there.control.rewrite((route, body) =>
      route === 'GET /esims/:iccid/bundles'
        ? JSON.parse(JSON.stringify(body).replaceAll('revoked', 'queued'))
        : body,
    );
    await assert.rejects(cancel(w, made), ProviderUnclear);
    w.there.control.rewrite(null);
    assert.equal(await cancel(w, made), 'done');
  });

  test('of the last bundle ends with an eSIM that is gone', async (w) => {
    const made = await create(w);
    await cancel(w, made);
    assert.equal((await esim(w, made.iccid!, []))?.packages[0]?.status, 'CANCELLED');
    w.there.control.takeBack();
    assert.equal(await esim(w, made.iccid!), null);
  });
});
