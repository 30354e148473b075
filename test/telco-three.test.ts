/** The sandbox telco's account that behaves as wholesalers do. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { ProviderRefused, type ProviderOrder } from '../src/providers/provider.ts';
import { sandboxProvider } from '../src/providers/sandbox/adapter.ts';
import { startTelco } from '../src/sandbox-telco/server.ts';
import { until } from './faults/checks.ts';
import { cancelling, sentAs } from './support/about-orders.ts';
import { startReceiver } from './support/receiver.ts';
import { SECRET, telco } from './support/telco-db.ts';

const NAME = 'sandbox-three';
const template = {
  id: 'tpl-1',
  bytes: 1_000,
  duration_days: 7,
  coverage: ['ESP', 'FRA'],
  imsi: 'plan-a',
};

let t: Awaited<ReturnType<typeof telco>>;
before(async () => {
  t = await telco();
});
after(() => t.close());
beforeEach(() => account({ allocation_ms: 30, stock_profiles: null, stock_packages: null }));

const account = (facts: Record<string, number | null>): Promise<unknown> =>
  t.pool.query(
    `update telco.accounts
     set ${Object.keys(facts).map((column, i) => `${column} = $${i + 1}`)}
     where name = '${NAME}'`,
    Object.values(facts),
  );
const LONG_MS = 3_600_000;
/** As if the time of all that is pending had come. */
const makeDue = (): Promise<unknown> =>
  t.pool.query(
    'update telco.orders set allocate_at = clock_timestamp() where allocate_at is not null',
  );
const create = (customer: string, reference: string = randomUUID()): Promise<ProviderOrder> =>
  t.provider(NAME).createEsim({ template, reference, customer });
const look = (reference: string) => t.provider(NAME).findByReference(sentAs(reference));
async function made(customer: string): Promise<ProviderOrder & { iccid: string }> {
  const { reference } = await create(customer);
  const order = await until('the order is done', async () => {
    const found = await look(reference);
    return found?.status === 'confirmed' ? found : null;
  });
  return { ...order, iccid: order.iccid! };
}
const play = async (iccid: string, what: string, body: object) =>
  (await t.http('POST', `/v1/${NAME}/profiles/${iccid}/${what}`, body)).body;
const isRefused = (reason: string) => (error: unknown) =>
  error instanceof ProviderRefused && error.reason === reason;

test('an order is accepted at once and finished when its time has come', async () => {
  await account({ allocation_ms: LONG_MS });
  const customer = randomUUID();
  const pending = await create(customer);
  const facts = (o: ProviderOrder | null) => [o?.status, o?.iccid, o?.profile, o?.package_id];
  assert.deepEqual(facts(pending), ['pending', null, null, null]);
  assert.deepEqual(facts(await look(pending.reference)), ['pending', null, null, null]);
  assert.equal(await t.count('profiles where customer = $1', customer), 0);
  await makeDue();
  // Both front ends say the same from that instant on, also to many at once.
  const found = await Promise.all(Array.from({ length: 10 }, () => look(pending.reference)));
  const [first] = found;
  assert.equal(first?.status, 'confirmed');
  assert.match(first.iccid!, /^89999030\d{10}$/);
  for (const one of found) assert.deepEqual(one, first);
  assert.equal(await t.count('profiles where customer = $1', customer), 1);
  assert.equal(await t.count('packages where customer = $1', customer), 1);
});

test('a package for an eSIM that is there takes its time too', async () => {
  const customer = randomUUID();
  const { iccid } = await made(customer);
  await account({ allocation_ms: LONG_MS });
  const provider = t.provider(NAME);
  const reference = randomUUID();
  const order = { iccid, esim_id: null, template, reference, customer };
  assert.equal((await provider.addPackage(order)).status, 'pending');
  const about = { iccid, esim_id: null, packages: [] };
  assert.equal((await provider.getEsim(about))?.packages.length, 1);
  await makeDue();
  assert.equal((await provider.getEsim(about))?.packages.length, 2);
  assert.equal((await look(reference))?.iccid, iccid);
});

test('no profile without a package', async () => {
  const body = { reference: randomUUID(), customer: 'c', kind: 'create_esim' };
  const answer = await t.http('POST', `/v1/${NAME}/orders`, body);
  assert.deepEqual([answer.status, answer.body.error.code], [409, 'package_required']);
});

test('an order fails when the stock has run out meanwhile, and is refused when it had before', async () => {
  await account({ allocation_ms: LONG_MS, stock_profiles: 1 });
  const customer = randomUUID();
  const orders = [await create(customer), await create(customer)];
  await makeDue();
  const settled = await Promise.allSettled(orders.map(({ reference }) => look(reference)));
  assert.deepEqual(settled.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const failed = orders[settled.findIndex(({ status }) => status === 'rejected')]!;
  await assert.rejects(look(failed.reference), isRefused('out_of_stock'));
  // The same again is answered as before, also when there is stock.
  await account({ stock_profiles: null });
  await assert.rejects(create(customer, failed.reference), isRefused('out_of_stock'));
  const listed = await t.provider(NAME).list({ since: failed.created_at, cursor: null });
  assert.ok(listed.orders.every(({ id }) => id !== failed.id));
  await account({ stock_profiles: 0 });
  const refused = randomUUID();
  await assert.rejects(create(customer, refused), isRefused('out_of_stock'));
  assert.equal(await look(refused), null);
});

test('a package for a profile that is deleted meanwhile fails', async () => {
  const customer = randomUUID();
  const { iccid } = await made(customer);
  await account({ allocation_ms: LONG_MS });
  const reference = randomUUID();
  await t.provider(NAME).addPackage({ iccid, esim_id: null, template, reference, customer });
  await play(iccid, 'state', { action: 'remove' });
  await makeDue();
  await assert.rejects(look(reference), isRefused('rejected'));
});

test('data is counted on the eSIM as a whole, and of its states only the installation is told', async () => {
  const customer = randomUUID();
  const { iccid, package_id } = await made(customer);
  const told = async () => {
    const esim = await t.provider(NAME).getEsim({ iccid, esim_id: null, packages: [] });
    return [esim?.state, esim?.packages.map((p) => p.used_bytes), esim?.usage];
  };
  const states = [(await told())[0]];
  for (const action of ['install', 'enable', 'disable', 'enable']) {
    await play(iccid, 'state', { action });
    states.push((await told())[0]);
  }
  assert.deepEqual(states, ['RELEASED', 'INSTALLED', 'INSTALLED', 'INSTALLED', 'INSTALLED']);
  await play(iccid, 'consume', { bytes: 300, iso3: 'ESP' });
  await play(iccid, 'consume', { bytes: 200, iso3: 'FRA', package_id });
  assert.deepEqual(await told(), ['INSTALLED', [0], [{ iso3: null, used_bytes: 500 }]]);
  await play(iccid, 'state', { action: 'remove' });
  assert.equal((await told())[0], 'DELETED');
});

test('an unused package is taken back until its eSIM is installed', async () => {
  const customer = randomUUID();
  const provider = t.provider(NAME);
  const [there, gone] = [await made(customer), await made(customer)];
  const cancel = (one: ProviderOrder) =>
    provider.cancelPackage(cancelling(one.package_id!, customer));
  await play(gone.iccid, 'state', { action: 'install' });
  assert.equal(await cancel(there), 'done');
  assert.equal(await cancel(there), 'done');
  await assert.rejects(cancel(gone), ProviderRefused);
});

test('forgetting a customer forgets what is pending', async () => {
  await account({ allocation_ms: LONG_MS });
  const customer = randomUUID();
  const { reference } = await create(customer);
  assert.equal((await t.http('DELETE', `/v1/customers/${customer}`)).status, 200);
  await makeDue();
  assert.equal(await look(reference), null);
  assert.equal(await t.count('profiles where customer = $1', customer), 0);
});

test('what is done is hinted at, signed, by whoever has finished it', async () => {
  const receiver = await startReceiver();
  const front = await startTelco({ pool: t.pool, secret: SECRET, callbackUrl: () => receiver.url });
  const provider = sandboxProvider({ name: NAME, url: front.url, secret: SECRET, tier: 'T1' });
  try {
    const { id, reference } = await provider.createEsim({
      template,
      reference: randomUUID(),
      customer: randomUUID(),
    });
    const { headers, body } = await until('the hint', async () =>
      receiver.received.find(({ json }) => json.orders?.[0].id === id),
    );
    const hint = provider.parseCallback({ headers: headers as Record<string, string>, body });
    assert.deepEqual(
      [hint.trust, hint.reports, hint.hints],
      ['signed', [], [{ kind: 'order', reference, provider_order_id: id }]],
    );
  } finally {
    await provider.close();
    await front.close();
    await receiver.close();
  }
});
