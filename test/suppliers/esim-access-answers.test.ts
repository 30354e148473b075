/** eSIM Access: the documented answers, and those that nobody should give. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { esimAccessProvider } from '../../src/providers/esim-access/adapter.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
} from '../../src/providers/provider.ts';
import {
  articlesOf,
  GB,
  JUST_NOW,
  refused,
  sent,
  SPAIN,
} from '../support/suppliers/connect-esim-access.ts';
import { startAnswering } from '../support/suppliers/esim-access/answering.ts';

/** The answer to a question about one eSIM, as it is documented. */
const DOCUMENTED = {
  esimTranNo: '26112812000001',
  orderNo: 'B26112812000001',
  transactionId: '0b6f',
  iccid: '89852000000000000016',
  imsi: '454000000000001',
  msisdn: '',
  ac: 'LPA:1$rsp.example.com$K2AB12CD',
  qrCodeUrl: 'https://p.example.com/1',
  shortUrl: 'https://p.example.com/2',
  smdpStatus: 'RELEASED',
  esimStatus: 'GOT_RESOURCE',
  eid: '',
  dataType: 1,
  activeType: 2,
  smsStatus: 0,
  totalVolume: GB,
  orderUsage: 0,
  totalDuration: 7,
  durationUnit: 'DAY',
  activateTime: null as string | null,
  installationTime: null,
  expiredTime: '2027-05-27T12:00:00+0000',
  pin: '',
  puk: '',
  apn: 'internet',
  packageList: [
    {
      packageName: 'Spain 1GB 7Days',
      packageCode: 'PHES1',
      slug: 'ES_1_7',
      duration: 7,
      volume: GB,
      locationCode: 'ES',
      createTime: '2026-11-28T12:00:03+0000',
    },
  ],
};

async function answering(t: TestContext) {
  const server = await startAnswering();
  const provider = esimAccessProvider({
    name: 'access',
    url: server.url,
    keys: { accessCode: 'a', secretKey: 's' },
    dayPassDays: [],
    perSecond: null,
    timeoutMs: 5_000,
  });
  t.after(async () => {
    await provider.close();
    await server.close();
  });
  return { provider, says: server.says };
}

const listOf = (esim: object, more: object = {}) => ({
  success: true,
  errorCode: '0',
  obj: { esimList: [esim], pager: { pageSize: 50, pageNum: 1, total: 1 } },
  ...more,
});
const DOCUMENTED_ORDER = sent('0b6f', { provider_order_id: DOCUMENTED.orderNo });

test('the documented answers, to the letter', async (t) => {
  const { provider, says } = await answering(t);
  says({
    success: true,
    errorCode: '0',
    obj: { orderNo: 'B26112812000001', transactionId: '0b6f' },
  });
  const order = { template: SPAIN, reference: '0b6f', customer: 'c' };
  assert.equal((await provider.createEsim(order)).id, 'B26112812000001');
  says(listOf(DOCUMENTED));
  const found = (await provider.findByReference(DOCUMENTED_ORDER))!;
  assert.deepEqual(
    [found.iccid, found.profile?.lpa, found.profile?.esim_id, found.created_at],
    ['89852000000000000016', DOCUMENTED.ac, '26112812000001', '2026-11-28T12:00:03.000Z'],
  );
  for (const envelope of [
    { success: 'true' },
    { errorCode: null },
    { errorCode: undefined },
    { errorCode: '' },
    { errorCode: '000000' },
    { errorCode: 0 },
  ]) {
    says(listOf(DOCUMENTED, envelope));
    assert.deepEqual(await provider.findByReference(DOCUMENTED_ORDER), found);
  }
  says(listOf({ ...DOCUMENTED, transactionId: null }));
  assert.deepEqual(await provider.findByReference(DOCUMENTED_ORDER), found);
  for (const success of [false, 'false']) {
    says({ success, errorCode: '200010', errorMessage: 'allocating' });
    assert.equal((await provider.findByReference(DOCUMENTED_ORDER))?.status, 'pending');
  }
  for (const esimStatus of ['CREATE', 'PAYING', 'PAID', 'GETTING_RESOURCE', 'SOMETHING_NEW']) {
    says(listOf({ ...DOCUMENTED, esimStatus, iccid: '', ac: '' }));
    assert.equal((await provider.findByReference(DOCUMENTED_ORDER))?.status, 'pending');
  }
});

test('an eSIM that no longer says how it is installed is still in the list', async (t) => {
  const { provider, says } = await answering(t);
  says(listOf({ ...DOCUMENTED, esimStatus: 'USED_EXPIRED', ac: '' }));
  const { orders } = await provider.list({ since: JUST_NOW(), cursor: null });
  assert.deepEqual(
    orders.map(({ id, reference, status, profile }) => [id, reference, status, profile]),
    [[DOCUMENTED.orderNo, '0b6f', 'confirmed', null]],
  );
  // Made without a reference, in their shop.
  says(listOf({ ...DOCUMENTED, transactionId: '' }));
  const [own] = (await provider.list({ since: JUST_NOW(), cursor: null })).orders;
  assert.deepEqual([own?.id, own?.reference], [DOCUMENTED.orderNo, null]);
});

test('an eSIM is not given back for a package that it did not come with', async (t) => {
  const { provider, says } = await answering(t);
  const cancel = (reference: string) =>
    provider.cancelPackage({
      iccid: DOCUMENTED.iccid,
      esim_id: DOCUMENTED.esimTranNo,
      reference,
      package_id: reference,
      template_id: 'PHES1',
      customer: 'c',
    });
  says(listOf(DOCUMENTED));
  await assert.rejects(cancel('another'), refused('rejected'));
  assert.equal(await cancel('0b6f'), 'done');
  // A top-up shows in the total, if not in the list.
  says(listOf({ ...DOCUMENTED, totalVolume: 2 * GB }));
  await assert.rejects(cancel('0b6f'), refused('rejected'));
  says(listOf({ ...DOCUMENTED, totalVolume: 7 * GB, dataType: 2 }));
  assert.equal(await cancel('0b6f'), 'done');
});

test('what is no answer decides nothing', async (t) => {
  const { provider, says } = await answering(t);
  const bad: unknown[] = [
    [],
    null,
    {},
    { success: 'perhaps', errorCode: '0', obj: {} },
    { success: true, errorCode: '200007', obj: {} },
    { success: true, errorCode: '0' },
    { success: false },
    { success: false, errorCode: '999999' },
    { success: false, errorCode: '200009' },
    { success: false, errorCode: 'toString' },
    listOf({ ...DOCUMENTED, orderNo: 'B2' }),
    listOf({ ...DOCUMENTED, transactionId: 'another' }),
    listOf({ ...DOCUMENTED, iccid: '123' }),
    listOf({ ...DOCUMENTED, ac: 'LPA:1$rsp.example.com' }),
    listOf({ ...DOCUMENTED, ac: '' }),
    listOf({ ...DOCUMENTED, orderUsage: -1 }),
    listOf({ ...DOCUMENTED, expiredTime: 'soon' }),
    listOf({ ...DOCUMENTED, packageList: 'none' }),
    { success: true, errorCode: '0', obj: { esimList: [DOCUMENTED, DOCUMENTED] } },
  ];
  for (const body of bad) {
    says(body);
    const why = JSON.stringify(body)?.slice(0, 200);
    await assert.rejects(provider.findByReference(DOCUMENTED_ORDER), ProviderUnclear, why);
  }
  const order = { template: SPAIN, reference: 'r', customer: 'c' };
  for (const obj of [{}, { orderNo: '' }, { orderNo: 'B1', transactionId: 'another' }]) {
    says({ success: true, errorCode: '0', obj });
    await assert.rejects(provider.createEsim(order), ProviderUnclear);
  }
  for (const status of [401, 403, 404]) {
    says({ message: 'no' }, status);
    await assert.rejects(provider.createEsim(order), refused('rejected', 'account'));
    await assert.rejects(provider.signIn(), refused('rejected', 'account'));
    await assert.rejects(provider.findByReference(sent('r')), ProviderUnclear);
    await assert.rejects(
      provider.getEsim({ iccid: '89', esim_id: '1', packages: [] }),
      ProviderUnclear,
    );
  }
});

const json = fc.jsonValue({ maxDepth: 3 });
const FIELDS = [...Object.keys(DOCUMENTED), 'esimList', 'pager', 'packageList', 'balance'];
const anyObject = fc.dictionary(fc.constantFrom(...FIELDS), json, { maxKeys: 6 });
const anyAnswer = fc.oneof(
  json,
  fc.record({
    success: fc.constantFrom<unknown>(true, 'true', false, 'false', null, 1),
    errorCode: fc.constantFrom<unknown>('0', null, '200010', '200011', '310241', 'x', 7, {}),
    obj: fc.oneof(
      json,
      anyObject,
      fc.record({
        esimList: fc.array(
          fc.oneof(
            json,
            anyObject.map((more) => ({ ...DOCUMENTED, ...more })),
          ),
        ),
      }),
      fc.record({ packageList: fc.array(fc.oneof(json, anyObject)) }),
    ),
  }),
);

test('whatever is answered, the four failures are the only ones, and success is whole', async (t) => {
  const { provider, says } = await answering(t);
  const esim = { iccid: DOCUMENTED.iccid, esim_id: DOCUMENTED.esimTranNo };
  const about = { ...esim, template: SPAIN, reference: '0b6f', customer: 'c' };
  const isOurs = (error: unknown): boolean =>
    [ProviderRefused, ProviderUnclear, ProviderNotReached].some((one) => error instanceof one);
  const calls: (() => Promise<unknown>)[] = [
    () => provider.createEsim(about),
    () => provider.addPackage(about),
    () => provider.findByReference(DOCUMENTED_ORDER),
    () => provider.getEsim({ ...esim, packages: [] }),
    () => provider.canAdd(about),
    () => provider.cancelPackage({ ...about, package_id: 'p', template_id: 'PHES1' }),
    () => provider.balance(),
    () => articlesOf(provider),
    () => provider.list({ since: JUST_NOW(), cursor: null }),
  ];
  await fc.assert(
    fc.asyncProperty(anyAnswer, async (body) => {
      says(body);
      for (const call of calls)
        try {
          const order = (await call()) as Partial<ProviderOrder> | null;
          if (order?.status === 'confirmed' && order.kind === 'create_esim') {
            assert.equal(order.reference, '0b6f');
            assert.ok(order.profile?.lpa.startsWith('LPA:1$'));
          }
        } catch (error) {
          if (!isOurs(error)) throw error;
          assert.doesNotMatch((error as Error).message, /K2AB12CD/);
        }
    }),
    { numRuns: 150 },
  );
});
