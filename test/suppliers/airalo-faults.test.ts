/** The adapter for Airalo: what is certain after calls that go wrong. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { ProviderBusy, ProviderNotReached, ProviderUnclear } from '../../src/providers/provider.ts';
import {
  openBench,
  providerAt,
  refuses,
  SPAIN,
  type Bench,
} from '../support/suppliers/airalo/bench.ts';

let b: Bench;
beforeEach(async () => {
  b = await openBench();
});
afterEach(() => b.close());

/** An order as the stand-in answers it. */
async function sold(id: number): Promise<{ body: { data: Record<string, unknown> } }> {
  const { url, credentials } = b.standIn;
  const ask = async (path: string, init?: RequestInit): Promise<any> =>
    (await fetch(url + path, init)).json();
  const grant = new URLSearchParams({ ...credentials, grant_type: 'client_credentials' });
  const { data } = await ask('/token', { method: 'POST', body: grant });
  const headers = { authorization: `Bearer ${data.access_token}` };
  return { body: await ask(`/orders/${id}?include=sims`, { headers }) };
}

test('every code has its meaning', async () => {
  const of = (id: string) => b.create(randomUUID(), { ...SPAIN, id });
  await refuses(of('test-insufficient-balance-7days-1gb'), 'no_funds', 'account');
  await refuses(of('test-maintenance-mode-7days-1gb'), 'maintenance');
  await refuses(of('test-disabled-top-up-7days-1gb'), 'rejected');
  await refuses(of('test-not-enough-7days-1gb'), 'out_of_stock');
  await refuses(of('test-out-of-stock-7days-1gb'), 'out_of_stock');
  const says = async (status: number, body: unknown): Promise<unknown> => {
    b.control.break('orders', { kind: 'says', status, body });
    return b.create();
  };
  await refuses(says(422, { code: 14, reason: 'x' }), 'rejected', 'account');
  await refuses(says(422, { code: '43', reason: 'x' }), 'rejected');
  await refuses(says(422, { code: 73, reason: 'x' }), 'rejected');
  await refuses(says(403, { code: 89, reason: 'x' }), 'rejected', 'account');
  await refuses(says(422, { code: 'constructor', reason: 'x' }), 'rejected');
  await refuses(says(404, { message: 'no such page' }), 'rejected', 'account');
  const notFound = { data: [], meta: { message: 'messages.resource_not_found' } };
  await refuses(says(404, notFound), 'rejected');
  await refuses(says(422, { data: { quantity: 'must be a number' } }), 'rejected');
  for (const status of [200, 422, 500])
    await assert.rejects(says(status, { code: 53, reason: 'x' }), ProviderUnclear);
  for (const status of [302, 408]) await assert.rejects(says(status, {}), ProviderUnclear);
  assert.equal(b.standIn.ledger().orders.length, 0);
});

test('missing stock is known in both of its forms, and so are an empty balance and a wrong brand', async () => {
  b.control.setStock(SPAIN.id, 0, 'code');
  await refuses(b.create(), 'out_of_stock');
  b.control.setStock(SPAIN.id, 0, 'field');
  await refuses(b.create(), 'out_of_stock');
  b.control.setStock(SPAIN.id, 9);
  for (const said of ['field', 'code'] as const) {
    b.control.setStock(SPAIN.id, 9, said);
    await refuses(b.create(randomUUID(), { ...SPAIN, id: 'gone' }), 'out_of_stock');
  }
  b.control.setBalance(3.59);
  assert.deepEqual(await b.provider.balance(), { minor: 359, currency: 'USD' });
  await refuses(b.create(), 'no_funds', 'account');
  b.control.setBalance(100);
  const branded = providerAt(b.standIn, { settings: { brand_settings_name: 'ours' } });
  const order = () => branded.createEsim({ template: SPAIN, reference: 'b', customer: 'c' });
  await refuses(order(), 'rejected', 'account');
  b.control.addBrand('ours');
  await order();
  assert.equal(b.standIn.ordersOf('b')[0]?.brand_settings_name, 'ours');
  await branded.close();
});

test('an unclear order is found, or known not to be there', async () => {
  for (const kind of ['cut_after', 'error_after', 'malformed'] as const) {
    const reference = randomUUID();
    b.control.break('orders', { kind });
    await assert.rejects(b.create(reference), ProviderUnclear);
    assert.equal(b.count(reference), 1);
    assert.equal((await b.find(reference))?.status, 'confirmed');
  }
  for (const kind of ['cut_before', 'error_before'] as const) {
    const reference = randomUUID();
    b.control.break('orders', { kind });
    await assert.rejects(b.create(reference), ProviderUnclear);
    assert.equal(b.count(reference), 0);
    assert.equal(await b.find(reference), null);
  }
});

test('an answer about another order is unclear', async () => {
  const other = await b.create();
  const [order] = b.standIn.ledger().orders;
  const { body } = await sold(order!.id);
  for (const change of [{}, { description: 'mine', package_id: 'another' }]) {
    const said = { ...body, data: { ...body.data, ...change } };
    b.control.break('orders', { kind: 'says', status: 200, body: said });
    await assert.rejects(b.create('mine'), ProviderUnclear);
  }
  const said = { ...body, data: { ...body.data, description: 'mine' } };
  b.control.break('orders', { kind: 'says', status: 200, body: said });
  assert.equal((await b.create('mine')).iccid, other.iccid);
});

test('an answer that takes too long is unclear, and the order is there', async () => {
  // Long enough for what is answered, on a busy machine too.
  const hasty = providerAt(b.standIn, {}, { callMs: 2_000 });
  await hasty.signIn();
  const reference = randomUUID();
  b.control.break('orders', { kind: 'delay', ms: 60_000 });
  await assert.rejects(
    hasty.createEsim({ template: SPAIN, reference, customer: 'c' }),
    ProviderUnclear,
  );
  assert.equal((await b.find(reference))?.reference, reference);
  await hasty.close();
});

test('an order that is stored late is found once the settling time is over', async () => {
  assert.ok(b.provider.settleMs >= 25_000);
  b.control.lagList(5_000);
  const reference = randomUUID();
  b.control.break('orders', { kind: 'cut_after' });
  await assert.rejects(b.create(reference), ProviderUnclear);
  assert.equal(await b.find(reference), null);
  b.clock.at += 5_000;
  assert.equal((await b.find(reference))?.reference, reference);
});

test('too many calls are no failure: none was processed', async () => {
  const busy = (e: unknown) => e instanceof ProviderBusy && e.retryAfterMs === 7_000;
  const { iccid } = await b.create();
  b.control.break('orders', { kind: 'busy', retryAfterS: 7 });
  await assert.rejects(b.create(), busy);
  b.control.break('sim-topups', { kind: 'busy', retryAfterS: 7 });
  await assert.rejects(b.add(iccid!), busy);
  b.control.break('find', { kind: 'busy', retryAfterS: 7 });
  await assert.rejects(b.find('x'), busy);
  b.control.expireTokens();
  b.control.break('token', { kind: 'busy', retryAfterS: 7 });
  await assert.rejects(b.create(), busy);
  assert.equal(b.standIn.ledger().orders.length, 1);
});

test('what fails before an order can leave has certainly not ordered', async () => {
  const { iccid } = await b.create();
  for (const kind of ['cut_before', 'error_before', 'malformed'] as const) {
    b.control.break('sim-topups', { kind });
    await assert.rejects(b.add(iccid!), ProviderNotReached);
    b.control.expireTokens();
    b.control.break('token', { kind });
    await assert.rejects(b.create(), ProviderNotReached);
  }
  const slow = providerAt(b.standIn, {}, { callMs: 200 });
  b.control.break('token', { kind: 'delay', ms: 60_000 });
  await assert.rejects(
    slow.createEsim({ template: SPAIN, reference: 'r', customer: 'c' }),
    ProviderNotReached,
  );
  await slow.close();
  assert.equal(b.standIn.ledger().orders.length, 1);
});

test('an order that could not leave in time does not leave any more', async () => {
  const { iccid } = await b.create();
  const slow = providerAt(b.standIn, {}, { callMs: 300 });
  b.control.break('token', { kind: 'delay', ms: 200 });
  b.control.break('sim-topups', { kind: 'delay', ms: 200 });
  const onto = { iccid: iccid!, esim_id: null, template: SPAIN };
  await assert.rejects(
    slow.addPackage({ ...onto, reference: 'r', customer: 'c' }),
    ProviderNotReached,
  );
  assert.equal(b.calls('topups'), 0);
  await slow.close();
});

test('a look-up that cannot be made says nothing', async () => {
  const reference = randomUUID();
  for (const body of [
    { data: [] },
    { data: [], meta: {} },
    { data: null, meta: { last_page: 1 } },
  ]) {
    b.control.break('find', { kind: 'says', status: 200, body });
    await assert.rejects(b.find(reference), ProviderUnclear);
  }
  for (const status of [401, 403, 404, 422, 503]) {
    b.control.break('find', { kind: 'says', status, body: { data: [] } }, 2);
    await assert.rejects(b.find(reference), ProviderUnclear);
    // Whatever the first did not use up.
    await b.find(reference).catch(() => {});
  }
  // A filter that is not heeded finds other orders, and must not be taken for "none".
  const others = { data: [{ description: 'another' }], meta: { last_page: 1 } };
  b.control.break('find', { kind: 'says', status: 200, body: others });
  await assert.rejects(b.find(reference), ProviderUnclear);
  await b.standIn.close();
  await assert.rejects(b.find(reference), ProviderUnclear);
  await assert.rejects(b.create(reference), ProviderNotReached);
});

test('an order that failed is refused, one that was paid back is cancelled', async () => {
  const made = await b.create();
  b.control.settle(Number(made.id), 'refunded');
  assert.equal((await b.find(made.reference))?.status, 'cancelled');
  b.control.settle(Number(made.id), 'failed');
  await refuses(b.find(made.reference), 'rejected');
});
