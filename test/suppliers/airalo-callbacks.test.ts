/** Webhooks of Airalo: whose they are, and what they hint at. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCallback } from '../../src/providers/airalo/callback.ts';
import { ForgedCallback, ProviderUnclear } from '../../src/providers/provider.ts';
import { sign } from '../../packages/standins/src/airalo/wire.ts';

const SECRET = 'demo-secret';
const LOW_DATA =
  '{"level":"75%","package_name":"Hola 7 Days","remaining_percentage":25,"iccid":"8944123400000000013","u":"https:\\/\\/a.example\\/x"}';
const SIGNATURE =
  'a39d8b4f8993e1aae0cabb2f2160d1a0b1e34cf45ba6fbf94439ee0b3298f8feb4b4f3234949fdfa39fcde8097dd3b1dbd926a81fe30325f8b7b40cd5e908d6d';

const read = (body: string, signature: string = sign(SECRET, body)) =>
  readCallback({ headers: { 'airalo-signature': signature }, body }, SECRET);
const hints = (event: unknown) => read(JSON.stringify(event)).hints;

test('the known signature fits the bytes, and what they are when written anew', () => {
  const callback = read(LOW_DATA, SIGNATURE);
  assert.equal(callback.trust, 'signed');
  assert.deepEqual(callback.reports, []);
  assert.deepEqual(callback.hints, [{ kind: 'esim', iccid: '8944123400000000013', esim_id: null }]);
  const rewritten = JSON.stringify(JSON.parse(LOW_DATA));
  assert.notEqual(rewritten, LOW_DATA);
  assert.deepEqual(read(rewritten, SIGNATURE), callback);
  assert.deepEqual(read(JSON.stringify(JSON.parse(LOW_DATA), null, 2), SIGNATURE), callback);
});

test('bytes that would be written otherwise fit as they are', () => {
  const body = '{ "package_name":"Hol\\u00e1", "iccid":"8944123400000000013" }';
  assert.equal(read(body).hints.length, 1);
});

test('anything else is forged', () => {
  const forged = (body: string, signature?: string) =>
    assert.throws(() => read(body, signature), ForgedCallback);
  forged(LOW_DATA.replace('75', '76'), SIGNATURE);
  forged(LOW_DATA, sign('another-secret', LOW_DATA));
  forged(LOW_DATA, SIGNATURE.toUpperCase());
  forged(LOW_DATA, SIGNATURE.slice(0, 64));
  forged(LOW_DATA, `${SIGNATURE}00`);
  forged(LOW_DATA, `${SIGNATURE}, ${SIGNATURE}`);
  forged(LOW_DATA, '');
  assert.throws(() => readCallback({ headers: {}, body: LOW_DATA }, SECRET), ForgedCallback);
  assert.throws(() => read('no JSON'), ProviderUnclear);
});

test('one that comes again has the same id, another one another', () => {
  assert.equal(read(LOW_DATA).id, read(LOW_DATA).id);
  assert.notEqual(read(LOW_DATA).id, read(LOW_DATA.replace('75%', '90%')).id);
});

test('an order that is done is named by its reference, with an envelope or without', () => {
  const order = { id: 71_001, description: 'our-reference', sims: [{}], request_id: 'r' };
  const hint = { kind: 'order', reference: 'our-reference', provider_order_id: '71001' };
  assert.deepEqual(hints(order), [hint]);
  assert.deepEqual(hints({ data: order, meta: { message: 'success' } }), [hint]);
  // Somebody else's, described in words.
  assert.deepEqual(hints({ ...order, description: 'by hand' }), [{ ...hint, reference: null }]);
});

test('an order that failed is named by its request, credit by the account', () => {
  assert.deepEqual(hints({ request_id: 'abc', reason: 'no stock' }), [
    { kind: 'order', reference: null, provider_order_id: 'abc' },
  ]);
  assert.deepEqual(hints({ message: 'low', remaining: 5 }), [
    { kind: 'account', alarm: 'low_balance' },
  ]);
});

test('what says nothing hints at nothing', () => {
  for (const event of [null, 7, 'x', [], {}, { iccid: 'x' }, { data: null }, { request_id: {} }])
    assert.deepEqual(hints(event), []);
});
