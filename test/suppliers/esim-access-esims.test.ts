/** eSIM Access: what becomes of eSIMs, lists of orders, and the catalog. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { esimAccessProvider } from '../../src/providers/esim-access/adapter.ts';
import { ProviderUnclear, type KnownEsim, type ListedOrder } from '../../src/providers/provider.ts';
import {
  articlesOf,
  connect,
  GB,
  known,
  post,
  refused,
  SPAIN,
} from '../support/suppliers/connect-esim-access.ts';
import { makePackage } from '../../packages/standins/src/esim-access/packages.ts';
import { startEsimAccess } from '../../packages/standins/src/esim-access/server.ts';

test('states of a profile and of its package, word by word', async (t) => {
  const { made, provider, control } = await connect(t);
  const esim = await made();
  const read = async () => (await provider.getEsim(known(esim)))!;
  const first = await read();
  assert.deepEqual(first.packages, [
    {
      package_id: esim.package_id,
      used_bytes: 0,
      total_bytes: GB,
      activated_at: null,
      expires_at: null,
      status: 'ACTIVE',
    },
  ]);
  assert.deepEqual([first.iccid, first.state], [esim.iccid, 'RELEASED']);
  for (const [word, state] of [
    ['DOWNLOAD', 'RELEASED'],
    ['INSTALLATION', 'INSTALLED'],
    ['ENABLED', 'ENABLED'],
    ['DISABLED', 'DISABLED'],
  ] as const) {
    control.setProfile(esim.esim_id, word);
    assert.equal((await read()).state, state);
  }
  control.use(esim.esim_id, 1_000);
  const used = await read();
  assert.deepEqual(used.usage, [{ iso3: null, used_bytes: 1_000 }]);
  const [line] = used.packages;
  assert.equal(line?.status, 'ACTIVE');
  assert.equal(Date.parse(line!.expires_at!) - Date.parse(line!.activated_at!), 7 * 86_400_000);
  control.use(esim.esim_id, 2 * GB);
  const empty = await read();
  assert.deepEqual(
    [empty.usage, empty.packages.map((one) => [one.used_bytes, one.status])],
    [[{ iso3: null, used_bytes: GB }], [[0, 'DEPLETED']]],
  );
  control.expire(esim.esim_id);
  control.setProfile(esim.esim_id, 'DELETED');
  const last = await read();
  assert.deepEqual([last.state, last.packages[0]?.status], ['DELETED', 'EXPIRED']);
});

test('days that count from the installation do', async (t) => {
  const { made, provider, control } = await connect(t);
  const esim = await made({ ...SPAIN, id: 'PHUS3', coverage: ['USA'] });
  control.setProfile(esim.esim_id, 'INSTALLATION');
  const read = (await provider.getEsim(known(esim)))!;
  assert.equal(read.state_changed_at, read.packages[0]?.activated_at);
});

test('what unused lapses, is over, is suspended, revoked or cancelled says so', async (t) => {
  const { made, provider, control, standIn } = await connect(t);
  const status = async (esim: Awaited<ReturnType<typeof made>>) =>
    (await provider.getEsim(known(esim)))?.packages[0]?.status;
  const lapsed = await made();
  control.expire(lapsed.esim_id);
  assert.equal(await status(lapsed), 'EXPIRED');
  const esim = await made();
  const ask = (path: string) => post(standIn, path, { esimTranNo: esim.esim_id });
  await ask('/esim/suspend');
  assert.equal(await status(esim), 'ACTIVE');
  assert.equal(await provider.canAdd({ ...esim, template: SPAIN }), false);
  await ask('/esim/unsuspend');
  assert.equal(await provider.canAdd({ ...esim, template: SPAIN }), true);
  await ask('/esim/revoke');
  assert.equal(await status(esim), 'CANCELLED');
});

test('a package that the supplier does not list yet is not said to be used up', async (t) => {
  const { made, add, provider, control } = await connect(t);
  const esim = await made();
  control.use(esim.esim_id, GB);
  const added = { ...(await add(esim)), package_id: 'later' };
  control.use(esim.esim_id, GB);
  const all = (await provider.getEsim(known(esim, added, { ...added, reference: 'r3' })))!;
  assert.deepEqual(
    all.packages.map((one) => one.status),
    ['DEPLETED', 'DEPLETED', 'unknown'],
  );
  assert.equal(all.packages[1]?.activated_at, null);
});

test('only what is unused is taken back, whole, once', async (t) => {
  const { made, add, provider, control, ledger } = await connect(t);
  type Made = Awaited<ReturnType<typeof made>>;
  const cancel = (esim: Made, reference = esim.reference) =>
    provider.cancelPackage({
      iccid: esim.iccid,
      esim_id: esim.esim_id,
      reference,
      package_id: reference,
      template_id: 'PHES1',
      customer: 'c',
    });
  const before = await provider.balance();
  const esim = await made();
  assert.notDeepEqual(await provider.balance(), before);
  assert.equal(await cancel(esim), 'done');
  assert.equal(await cancel(esim), 'done');
  assert.deepEqual(await provider.balance(), before);
  assert.equal(ledger().calls.filter(({ path }) => path === '/esim/cancel').length, 1);
  const installed = await made();
  control.setProfile(installed.esim_id, 'INSTALLATION');
  await assert.rejects(cancel(installed), refused('rejected'));
  const used = await made();
  control.use(used.esim_id, 1);
  await assert.rejects(cancel(used), refused('rejected'));
  // The top-up would go with it, or it with the top-up.
  const full = await made();
  const added = await add(full);
  await assert.rejects(cancel(full, added.reference), refused('rejected'));
  await assert.rejects(cancel(full), refused('rejected'));
  await assert.rejects(cancel({ ...full, esim_id: '1' }), refused('rejected'));
});

test('a number that comes back on another eSIM is not taken for the first', async (t) => {
  const { made, provider, control } = await connect(t);
  const old = await made();
  control.use(old.esim_id, GB);
  control.expire(old.esim_id);
  control.reuseIccids();
  const next = await made();
  assert.equal(next.iccid, old.iccid);
  assert.notEqual(next.esim_id, old.esim_id);
  const read = async (esim: KnownEsim) => (await provider.getEsim(esim))?.packages[0]?.status;
  assert.equal(await read(known(old)), 'EXPIRED');
  assert.equal(await read(known(next)), 'ACTIVE');
  // Without the supplier's id the reference tells them apart.
  assert.equal(await read({ ...known(old), esim_id: null }), 'EXPIRED');
  assert.equal(await read({ ...known(next), esim_id: null }), 'ACTIVE');
  await assert.rejects(read({ ...known(next), esim_id: null, packages: [] }), ProviderUnclear);
  assert.equal(await read({ iccid: next.iccid, esim_id: '1', packages: [] }), undefined);
  assert.equal(
    await read({ iccid: '89852000000099999999', esim_id: null, packages: [] }),
    undefined,
  );
});

test('orders are listed by days, the oldest first, each once', async (t) => {
  const first = Date.now() - 3 * 86_400_000;
  let at = first;
  const standIn = await startEsimAccess({ now: () => at });
  t.after(() => standIn.close());
  const references = [];
  for (let n = 0; n < 12; n++) {
    const reference = randomUUID();
    await post(standIn, '/esim/order', {
      transactionId: reference,
      packageInfoList: [{ packageCode: 'PHES1', count: n === 5 ? 3 : 1 }],
    });
    references.push(reference);
    at += 6 * 3_600_000 - 1_000;
  }
  at = Date.now();
  const { access_code: accessCode, secret_key: secretKey } = standIn.credentials;
  const provider = esimAccessProvider({
    name: 'access',
    url: standIn.url,
    keys: { accessCode, secretKey },
    dayPassDays: [],
    perSecond: null,
  });
  t.after(() => provider.close());
  const since = new Date(first).toISOString();
  const listed: ListedOrder[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page = await provider.list({ since, cursor });
    listed.push(...page.orders);
    cursor = page.next_cursor;
    pages++;
  } while (cursor !== null);
  assert.deepEqual(
    listed.map((one) => one.reference),
    references,
  );
  assert.deepEqual(
    listed.map((one) => one.created_at),
    listed.map((one) => one.created_at).sort(),
  );
  assert.equal(pages, 4);
});

test('a long list is read to its end, page by page', async (t) => {
  const { standIn, provider, ledger } = await connect(t);
  // The supplier lists eSIMs, 500 a page.
  const references = Array.from({ length: 17 }, (_, n) => `r${n}`);
  for (const transactionId of references)
    await post(standIn, '/esim/order', {
      transactionId,
      packageInfoList: [{ packageCode: 'PHES1', count: 30 }],
    });
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const { orders, next_cursor } = await provider.list({ since, cursor: null });
  assert.deepEqual(orders.map((one) => one.reference).sort(), references.sort());
  assert.equal(next_cursor, null);
  assert.equal(ledger().calls.filter(({ path }) => path === '/esim/query').length, 2);
});

test('the catalog: what can be sold, with what it costs', async (t) => {
  const { provider } = await connect(t);
  const articles = await articlesOf(provider);
  assert.deepEqual(
    articles.map((one) => one.id),
    ['PHES1', 'PHES5', 'PHUS3', 'PHEU10', 'PHFRD1@1', 'PHFRD1@7'],
  );
  assert.deepEqual(articles[0], {
    id: 'PHES1',
    topup_id: null,
    name: 'Spain 1GB 7Days',
    bytes: GB,
    daily_bytes: null,
    throttle_kbps: null,
    duration_days: 7,
    coverage: ['ESP'],
    cost: { minor: 90, currency: 'USD' },
    starts: 'first_use',
    activation_window_days: 180,
    needs_kyc: false,
    can_top_up: true,
    imsi: null,
  });
  // 3.205 dollars.
  assert.equal(articles[1]?.cost.minor, 321);
  assert.deepEqual([articles[2]?.starts, articles[2]?.can_top_up], ['installation', false]);
  assert.deepEqual(articles[3]?.coverage, ['AUT', 'BEL', 'DEU', 'ESP', 'FRA', 'ITA', 'NLD', 'PRT']);
  const week = articles[5]!;
  assert.deepEqual(
    [week.bytes, week.daily_bytes, week.throttle_kbps, week.duration_days, week.cost.minor],
    [null, GB, 1_000, 7, 840],
  );
});

test('a day pass is ordered by its days', async (t) => {
  const { made, ledger } = await connect(t);
  const order = await made({ ...SPAIN, id: 'PHFRD1@7', coverage: ['FRA'] });
  assert.equal(order.template_id, 'PHFRD1@7');
  const { body } = ledger().calls.find(({ path }) => path === '/esim/order')!;
  assert.deepEqual(body!['packageInfoList'], [{ packageCode: 'PHFRD1', count: 1, periodNum: 7 }]);
});

test('rows that make no sense are left out, the rest is sold', async (t) => {
  const row = (packageCode: string, more: object) =>
    Object.assign(
      makePackage({ packageCode, slug: packageCode, name: 'Spain', location: 'ES' }),
      more,
    );
  const { provider } = await connect(t, {
    packages: [
      row('GOOD', { location: 'ES,??,US-HI', fupPolicy: 'then 384 kbps' }),
      row('CUT', { dataType: 2, duration: 1 }),
      ...Object.entries({
        dataType: 3,
        volume: 0,
        price: -1,
        duration: 1.5,
        durationUnit: 'MONTH',
        currencyCode: 'CNY',
        location: '??',
        activeType: 9,
        name: '',
        packageCode: 'A@7',
        fupPolicy: 7,
        unusedValidTime: 1e9,
      }).map(([field, value], n) => row(`BAD${n}`, { [field]: value })),
      row('BAD', { volume: '1073741824' }),
      row('BAD', { volume: 2 ** 50 }),
      row('BAD', { price: 1e12 }),
      row('GOOD', { price: 1 }),
      null as never,
      [] as never,
    ],
  });
  const walk = provider.catalog()[Symbol.asyncIterator]();
  const page = await walk.next();
  assert.deepEqual(await walk.next(), { done: true, value: 18 });
  const articles = page.done === true ? [] : page.value;
  assert.deepEqual(
    articles.map(({ id, throttle_kbps, bytes }) => [id, throttle_kbps, bytes]),
    [
      ['GOOD', 384, GB],
      ['CUT@1', null, GB],
      ['CUT@7', null, 7 * GB],
    ],
  );
  assert.deepEqual(articles[0]?.coverage, ['ESP']);
});

test('both ways of writing an instant are read', async (t) => {
  const { made, provider, control } = await connect(t);
  const esim = await made();
  control.use(esim.esim_id, 1);
  const read = async () => (await provider.getEsim(known(esim)))!.packages;
  const before = await read();
  control.settings.isZulu = true;
  assert.deepEqual(await read(), before);
});
