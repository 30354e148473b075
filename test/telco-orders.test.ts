import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ProviderRefused, ProviderUnclear } from '../src/providers/provider.ts';
import { telco } from './support/telco-db.ts';
import { cancelling, esimOf, sentAs } from './support/about-orders.ts';

const template = {
  id: 'tpl-1',
  bytes: 1000,
  duration_days: 7,
  coverage: ['ESP', 'FRA'],
  imsi: null,
};
const times = <T>(n: number, make: (i: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: n }, (_, i) => make(i)));
const failed = (results: PromiseSettledResult<unknown>[]) =>
  results.filter((r) => r.status === 'rejected').map((r) => r.reason);

let t: Awaited<ReturnType<typeof telco>>;
before(async () => {
  t = await telco();
});
after(() => t.close());

test('50 concurrent repeats over two front ends: one order in the ledger, every call recorded', async () => {
  const providers = [
    t.provider('sandbox-one', { timeoutMs: 5000 }),
    t.provider('sandbox-one', { timeoutMs: 5000 }),
  ];
  const [customer, reference] = [randomUUID(), randomUUID()];
  const results = await times(50, (i) =>
    providers[i % 2]!.createEsim({ template, reference, customer }),
  );
  assert.deepEqual(failed(results), []);
  const { body } = await t.http('GET', `/v1/customers/${customer}/ledger`);
  assert.equal(body.orders.length, 1);
  assert.equal(body.calls.length, 50);
  assert.equal(body.calls.filter((c: { outcome: string }) => c.outcome === 'replayed').length, 49);
  assert.equal(await t.count('profiles where customer = $1', customer), 1);
  assert.equal(await t.count('packages where customer = $1', customer), 1);
});

test('the non-idempotent account orders again for each repeat', async () => {
  const provider = t.provider('sandbox-two', { timeoutMs: 5000 });
  const [customer, reference] = [randomUUID(), randomUUID()];
  const results = await times(5, () => provider.createEsim({ template, reference, customer }));
  assert.deepEqual(failed(results), []);
  assert.equal(await t.count('orders where customer = $1', customer), 5);
  assert.equal((await provider.findByReference(sentAs(reference)))?.reference, reference);
});

test('the constraint itself carries one order per reference', async () => {
  const provider = t.provider('sandbox-one');
  const order = await provider.createEsim({ template, reference: randomUUID(), customer: 'c' });
  const copy = `insert into telco.orders (account, customer, reference, idempotency_key, kind, iccid, created_at)
    select account, customer, reference, idempotency_key, kind, iccid, now() from telco.orders where id = $1`;
  await assert.rejects(t.pool.query(copy, [order.id]), { code: '23505' });
});

test('a reference reused for something else is unclear to the adapter, not refused', async () => {
  const provider = t.provider('sandbox-one');
  const [customer, reference] = [randomUUID(), randomUUID()];
  const order = await provider.createEsim({ template, reference, customer });
  await assert.rejects(
    provider.createEsim({ template: null, reference, customer }),
    ProviderUnclear,
  );
  await assert.rejects(
    provider.createEsim({ template, reference, customer: 'other' }),
    ProviderUnclear,
  );
  await assert.rejects(
    provider.addPackage({ iccid: order.iccid!, esim_id: null, template, reference, customer }),
    ProviderUnclear,
  );
  assert.equal(await t.count('orders where reference = $1', reference), 1);
});

for (const [next, ordered] of [
  ['error', 7],
  ['out_of_stock', 7],
  ['timeout', 10],
  ['timeout_before', 7],
] as const) {
  test(`of 10 concurrent calls exactly 3 meet a fault of count 3: ${next}`, async () => {
    const provider = t.provider('sandbox-two', { timeoutMs: 1500 });
    const customer = randomUUID();
    await t.http('PUT', `/v1/customers/${customer}/faults`, { next, count: 3 });
    // Look-ups and other customers use nothing up.
    await times(5, () => provider.findByReference(sentAs(randomUUID())));
    await provider.createEsim({ template, reference: randomUUID(), customer: randomUUID() });
    const results = await times(10, () =>
      provider.createEsim({ template, reference: randomUUID(), customer }),
    );
    const errors = failed(results);
    assert.equal(errors.length, 3);
    for (const error of errors)
      assert.ok(error instanceof (next === 'out_of_stock' ? ProviderRefused : ProviderUnclear));
    assert.equal(await t.count('orders where customer = $1', customer), ordered);
    assert.equal(await t.count('calls where customer = $1 and fault = $2', customer, next), 3);
    assert.equal(await t.count('calls where customer = $1', customer), 10);
  });
}

test('faults: a new setting replaces the old one, 0 clears, cancellations use them up', async () => {
  const provider = t.provider('sandbox-one');
  const customer = randomUUID();
  const faults = (next: string, count: number) =>
    t.http('PUT', `/v1/customers/${customer}/faults`, { next, count });
  const create = () => provider.createEsim({ template, reference: randomUUID(), customer });
  await faults('timeout', 5);
  await faults('error', 1);
  await assert.rejects(create(), ProviderUnclear);
  const order = await create();
  await faults('error', 1);
  await assert.rejects(
    provider.cancelPackage(cancelling(order.package_id!, customer)),
    ProviderUnclear,
  );
  assert.equal((await provider.getEsim(esimOf(order.iccid!)))?.packages[0]?.status, 'ACTIVE');
  await provider.cancelPackage(cancelling(order.package_id!, customer));
  await faults('error', 9);
  await faults('error', 0);
  await create();
});

test('what was provisioned is never refused for want of stock', async () => {
  const provider = t.provider('sandbox-one');
  const [customer, reference] = [randomUUID(), randomUUID()];
  const order = await provider.createEsim({ template, reference, customer });
  await t.http('PUT', `/v1/customers/${customer}/faults`, { next: 'out_of_stock', count: 1 });
  assert.equal((await provider.createEsim({ template, reference, customer })).id, order.id);
  await assert.rejects(
    provider.createEsim({ template, reference: randomUUID(), customer }),
    ProviderRefused,
  );
});

test('stock: exactly what is there is sold', async () => {
  const provider = t.provider('sandbox-two', { timeoutMs: 5000 });
  const customer = randomUUID();
  const first = await provider.createEsim({ template, reference: randomUUID(), customer });
  const stock = (profiles: number | null, packages: number | null) =>
    t.pool.query(
      'update telco.accounts set stock_profiles = $1, stock_packages = $2 where name = $3',
      [profiles, packages, 'sandbox-two'],
    );
  try {
    await stock(4, null);
    const errors = failed(
      await times(10, () => provider.createEsim({ template, reference: randomUUID(), customer })),
    );
    assert.equal(errors.length, 6);
    assert.ok(errors.every((e) => e instanceof ProviderRefused && e.reason === 'out_of_stock'));
    assert.equal(await t.count('profiles where customer = $1', customer), 5);
    const add = () =>
      provider.addPackage({
        iccid: first.iccid!,
        esim_id: null,
        template,
        reference: randomUUID(),
        customer,
      });
    await add();
    await stock(null, 1);
    await provider.createEsim({ template: null, reference: randomUUID(), customer });
    await add();
    await assert.rejects(add(), ProviderRefused);
  } finally {
    await stock(null, null);
  }
});

test("a package goes onto the customer's own living profile only, and only unused ones are cancelled", async () => {
  const provider = t.provider('sandbox-one');
  const [customer, other] = [randomUUID(), randomUUID()];
  const order = await provider.createEsim({ template, reference: randomUUID(), customer });
  const add = (who: string) =>
    provider.addPackage({
      iccid: order.iccid!,
      esim_id: null,
      template,
      reference: randomUUID(),
      customer: who,
    });
  await assert.rejects(add(other), ProviderRefused);
  await assert.rejects(
    provider.cancelPackage(cancelling(order.package_id!, other)),
    ProviderRefused,
  );
  await t.pool.query('update telco.packages set used_bytes = 1 where id = $1', [order.package_id]);
  await assert.rejects(
    provider.cancelPackage(cancelling(order.package_id!, customer)),
    ProviderRefused,
  );
  await t.http('POST', `/v1/sandbox-one/profiles/${order.iccid!}/state`, {
    action: 'remove',
  });
  await assert.rejects(add(customer), ProviderRefused);
});

test('orders of one customer, with faults and repeats mixed in, never deadlock', async () => {
  const provider = t.provider('sandbox-one', { timeoutMs: 5000 });
  const customer = randomUUID();
  await t.http('PUT', `/v1/customers/${customer}/faults`, { next: 'error', count: 20 });
  const references = Array.from({ length: 10 }, () => randomUUID());
  for (let round = 0; round < 3; round++)
    await times(60, (i) =>
      provider.createEsim({ template, reference: references[i % 10]!, customer }),
    );
  assert.equal(await t.count('orders where customer = $1', customer), 10);
  assert.equal(await t.count('calls where customer = $1', customer), 180);
});
