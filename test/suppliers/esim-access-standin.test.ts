/** The stand-in of eSIM Access is one: what it refuses, and by which code. */
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { connect, post } from '../support/suppliers/connect-esim-access.ts';

const ONE = [{ packageCode: 'PHES1', count: 1 }];
const PAGER = { pageNum: 1, pageSize: 5 };

test('each rule of its interface has its code', async (t) => {
  const { standIn, made, control } = await connect(t);
  const esim = await made();
  const used = await made();
  control.use(used.esim_id, 1);
  const order = (more: object) =>
    ['/esim/order', { transactionId: randomUUID(), ...more }] as const;
  const query = (more: object) => ['/esim/query', { pager: PAGER, ...more }] as const;
  const cases: (readonly [string, object, code: string])[] = [
    ['/esim/order', { packageInfoList: ONE }, '000105'],
    ['/esim/order', { transactionId: null, packageInfoList: ONE }, '000106'],
    ['/esim/order', { transactionId: 'x'.repeat(51), packageInfoList: ONE }, '000107'],
    [...order({}), '000105'],
    [...order({ packageInfoList: [{ packageCode: 'NONE', count: 1 }] }), '310241'],
    [...order({ packageInfoList: [{ packageCode: 'PHES1', count: 31 }] }), '200008'],
    [...order({ packageInfoList: [{ packageCode: 'PHFRD1', count: 1 }] }), '200008'],
    [...order({ packageInfoList: [{ packageCode: 'PHES1', count: 1, price: 1 }] }), '200005'],
    [...order({ packageInfoList: ONE, amount: 1 }), '200006'],
    ['/esim/query', { orderNo: esim.id }, '000105'],
    [...query({ pager: { pageNum: 1, pageSize: 4 } }), '000107'],
    [...query({ pager: { pageNum: 1, pageSize: 501 } }), '000107'],
    [...query({ pager: { pageNum: 0, pageSize: 5 } }), '000107'],
    [...query({}), '000105'],
    [...query({ startTime: 'then', endTime: 'now' }), '000107'],
    [...query({ orderNo: 'B1' }), '310272'],
    [...query({ orderNo: esim.id, iccid: used.iccid }), '310403'],
    ['/esim/topup', { transactionId: 'r', esimTranNo: esim.esim_id, packageCode: 'X' }, '310241'],
    ['/esim/cancel', { esimTranNo: used.esim_id }, '200002'],
    ['/esim/unsuspend', { esimTranNo: esim.esim_id }, '200002'],
    ['/esim/sendSms', { esimTranNo: esim.esim_id, message: 'hello' }, '200002'],
    ['/esim/sendSms', { esimTranNo: esim.esim_id, message: 'x'.repeat(501) }, '000107'],
    ['/esim/usage/query', { esimTranNoList: Array(11).fill('1') }, '000107'],
  ];
  for (const [path, body, code] of cases) {
    const answer = await post(standIn, path, body);
    assert.equal(answer.errorCode, code, `${path} ${JSON.stringify(body).slice(0, 120)}`);
    assert.ok(['false', false].includes(answer.success));
  }
});

test('whoever calls has a code, and a signature over the bytes that came', async (t) => {
  const { standIn } = await connect(t);
  const { access_code: code, secret_key: key } = standIn.credentials;
  const call = async (headers: Record<string, string>, body = '{}', method = 'POST') => {
    const answer = await fetch(`${standIn.url}/balance/query`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body }),
    });
    assert.equal(answer.status, 200);
    return ((await answer.json()) as { errorCode: string | null }).errorCode ?? '0';
  };
  const signed = (signedBody: string, at = Date.now()) => ({
    'RT-AccessCode': code,
    'RT-RequestID': 'id',
    'RT-Timestamp': String(at),
    'RT-Signature': createHmac('sha256', key).update(`${at}id${code}${signedBody}`).digest('hex'),
  });
  assert.equal(await call({}), '000101');
  assert.equal(await call({ 'RT-AccessCode': code }), '0');
  assert.equal(await call({ 'RT-AccessCode': 'other' }), '101003');
  assert.equal(await call(signed('{}')), '0');
  assert.equal(await call(signed('{ }'), '{ }'), '0');
  assert.equal(await call(signed('{ }')), '101003');
  assert.equal(await call(signed('{}', Date.now() - 6 * 60_000)), '101001');
  assert.equal(await call({ ...signed('{}'), 'RT-Signature': 'x' }), '000102');
  assert.equal(await call(signed('{'), '{'), '000104');
  assert.equal(await call(signed(''), '', 'GET'), '000103');
});

test('an order stands as it was first sent', async (t) => {
  const { standIn, ledger } = await connect(t);
  const transactionId = randomUUID();
  const send = (count: number) =>
    post(standIn, '/esim/order', {
      transactionId,
      packageInfoList: [{ packageCode: 'ES_1_7', count }],
    });
  const [first, second] = [await send(1), await send(2)];
  assert.deepEqual(second.obj, first.obj);
  assert.deepEqual(
    ledger().bought.map(({ reference, price }) => [reference, price]),
    [[transactionId, 9_000]],
  );
});

test('it spells success in each of the ways that are seen', async (t) => {
  const { standIn } = await connect(t);
  const answers = [];
  for (let n = 0; n < 4; n++) answers.push(await post(standIn, '/balance/query', {}));
  const spelt = answers.map(({ success, errorCode }) => `${typeof success} ${errorCode}`);
  assert.deepEqual(
    new Set(spelt),
    new Set(['boolean 0', 'string 0', 'boolean null', 'string null']),
  );
});

test('the money is in its books', async (t) => {
  const { standIn, made, add, provider, control } = await connect(t);
  control.setBalance(100_000);
  const left = async () => (await post(standIn, '/balance/query', {})).obj['balance'];
  const esim = await made();
  assert.equal(await left(), 91_000);
  await add(esim);
  assert.equal(await left(), 82_000);
  await post(standIn, '/esim/cancel', { esimTranNo: (await made()).esim_id });
  assert.equal(await left(), 82_000);
  assert.deepEqual(await provider.balance(), { minor: 820, currency: 'USD' });
});

test('it lists what it sells by place, kind and name', async (t) => {
  const { standIn, made } = await connect(t);
  const esim = await made();
  const codes = async (body: object): Promise<unknown[]> => {
    const { obj } = await post(standIn, '/package/list', body);
    return (obj['packageList'] as { packageCode: string }[]).map((one) => one.packageCode);
  };
  assert.deepEqual(await codes({ locationCode: 'ES', type: 'BASE' }), ['PHES1', 'PHES5', 'PHEU10']);
  assert.deepEqual(await codes({ locationCode: '!RG' }), ['PHEU10']);
  assert.deepEqual(await codes({ locationCode: '!GL' }), []);
  assert.deepEqual(await codes({ slug: 'US_3_30' }), ['PHUS3']);
  assert.deepEqual(await codes({ type: 'TOPUP', iccid: esim.iccid }), [
    'TOPUP_PHES1',
    'TOPUP_PHES5',
  ]);
  assert.deepEqual(await codes({ type: 'TOPUP', packageCode: 'PHUS3' }), []);
  const { obj } = await post(standIn, '/location/list', {});
  assert.equal((obj['locationList'] as unknown[]).length, 4);
});

test('it tells usage of several eSIMs, bare or under a name', async (t) => {
  const { standIn, made, control } = await connect(t);
  const esim = await made();
  control.use(esim.esim_id, 5);
  const ask = () => post(standIn, '/esim/usage/query', { esimTranNoList: [esim.esim_id, 'none'] });
  const named = (await ask()).obj['esimUsageList'] as Record<string, unknown>[];
  assert.deepEqual(
    named.map(({ dataUsage }) => dataUsage),
    [5],
  );
  control.settings.isZulu = true;
  assert.deepEqual((await ask()).obj, named);
});
