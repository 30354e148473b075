/**
 * Packages ordered ahead at wholesalers' stand-ins: one that takes back what was never used, and
 * one that takes nothing back.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAiralo, type AiraloStandIn } from '../../packages/standins/src/airalo/server.ts';
import { makePackage } from '../../packages/standins/src/esim-access/packages.ts';
import {
  startEsimAccess,
  type EsimAccessStandIn,
} from '../../packages/standins/src/esim-access/server.ts';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import { until } from '../faults/checks.ts';
import { dashboard, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { bundleAt, source } from '../support/market.ts';
import { bySystem } from '../../src/domain/actor.ts';

const GB = 2 ** 30;
const ARTICLES = { access: 'PHES1', airalo: 'guay-7days-1gb' };
const PROMISE = { coverage: ['ESP'], bytes: GB, duration_days: 7 };
const IN_A_MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

let hubby: Hubby;
let access: EsimAccessStandIn;
let airalo: AiraloStandIn;
before(async () => {
  hubby = await startHubby();
  access = await startEsimAccess({
    packages: [
      makePackage({
        packageCode: ARTICLES.access,
        slug: 'ES_1_7',
        name: 'Spain 1GB 7Days',
        location: 'ES',
      }),
    ],
  });
  airalo = await startAiralo();
  await add('access', 'esim-access', access);
  await add('airalo', 'airalo', airalo);
  const { destinations, bundles } = seedCatalog();
  const model = bundles.find((b) => b.destination === 'ES' && b.type === 'data-limited')!;
  const week = {
    ...bundleAt(model, 'pkg_spain_week', 'access', PROMISE),
    sources: [
      source('access', ARTICLES.access, { ...PROMISE, cost: 10 }),
      source('airalo', ARTICLES.airalo, { ...PROMISE, cost: 20 }),
    ],
  };
  await importCatalog(hubby.ctx, bySystem('test'), exportCsv({ destinations, bundles: [week] }));
});
after(async () => {
  await hubby.close();
  await Promise.all([access.close(), airalo.close()]);
});

async function add(
  name: string,
  kind: string,
  { url, credentials }: { url: string; credentials: object },
): Promise<void> {
  const form = { name, kind, base_url: url, credentials, preorder: true };
  const added = await hubby.operator('POST', '/suppliers', form);
  assert.equal(added.status, 201, added.text);
  assert.equal(added.body.data.preorder, true);
  const tested = await hubby.operator('POST', `/suppliers/${name}/test`);
  assert.equal(tested.body.data.ok, true, tested.text);
}

/** Booked, and what was ordered ahead is there. */
async function ahead(): Promise<{ who: string; id: string; queue: Json; order: Json }> {
  const who = user();
  const answer = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_MONTH,
    package_specifications: [{ external_user_id: who, package_id: 'pkg_spain_week' }],
  });
  assert.equal(answer.status, 201, answer.text);
  const [queue] = answer.body.data.package_queues;
  const order = await becomes(queue.id, 'held');
  return { who, id: answer.body.data.id, queue, order };
}
const becomes = (queueId: string, preorder: string): Promise<Json> =>
  until(`the preorder is ${preorder}`, async () => {
    await hubby.drain('hurry');
    const { data } = (await hubby.operator('GET', `/orders?preorder=${preorder}`)).body;
    return data.find((o: Json) => o.queue_id === queueId);
  });
const show = async (who: string): Promise<Json> => (await dashboard(hubby, who)).body.data;
const cancel = async (id: string): Promise<void> =>
  assert.equal((await hubby.call('DELETE', `/api/bookings/${id}`)).status, 200);

test('the eSIM is there to be installed; its first use redeems the queue', async () => {
  const { who, queue } = await ahead();
  const { iccid } = (await show(who)).current_esim;
  assert.equal(access.ledger().countOf(queue['uuid']), 1);
  const tranNo = access.control.esimTranNoOf(iccid);
  access.control.setProfile(tranNo, 'ENABLED');
  access.control.use(tranNo, GB / 4);
  const shown = await until('its first use is heard of', async () => {
    await hubby.sql(`update iccids set poll_at = now() where iccid = $1`, [iccid]);
    await hubby.sql(`update esims set last_updated = now() - interval '1 day' where iccid = $1`, [
      iccid,
    ]);
    await hubby.drain();
    const now = await show(who);
    return now.current_esim_packages.length > 0 && now;
  });
  assert.notEqual(shown.package_queues[0].redeemed_at, null);
  assert.equal(shown.current_esim_packages[0].used_bytes, GB / 4);
  assert.equal((await redeem(hubby, who, queue['id'])).body.error.type, 'already_redeemed');
  assert.equal(access.ledger().countOf(queue['uuid']), 1);
});

test('redeeming asks no supplier', async () => {
  const { who, queue } = await ahead();
  const before = access.ledger().calls.length;
  const answer = await redeem(hubby, who, queue['id']);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(access.ledger().calls.length, before);
});

test('a cancelled booking gives it back, with its eSIM', async () => {
  const { who, id, queue } = await ahead();
  await cancel(id);
  await becomes(queue['id'], 'cancelled');
  assert.ok(access.ledger().calls.some(({ path }) => path.endsWith('/esim/cancel')));
  assert.equal((await show(who)).user.has_universal_esim, false);
});

test('goes to the next account that orders ahead, which takes nothing back: the loss is listed', async (t) => {
  access.control.setStock(ARTICLES.access, 0);
  t.after(() => access.control.setStock(ARTICLES.access, null));
  const { who, id, queue, order } = await ahead();
  assert.equal(order['provider'], 'airalo');
  assert.equal((await show(who)).current_esim.provider, 'airalo');
  await cancel(id);
  const lost = await becomes(queue['id'], 'lost');
  assert.ok(lost['at_stake'].amount > 0, JSON.stringify(lost));
});

test('never goes to one that does not order ahead', async (t) => {
  const set = (preorder: boolean) => hubby.operator('PATCH', '/suppliers/airalo', { preorder });
  access.control.setStock(ARTICLES.access, 0);
  await set(false);
  t.after(async () => {
    access.control.setStock(ARTICLES.access, null);
    await set(true);
  });
  const who = user();
  const answer = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_MONTH,
    package_specifications: [{ external_user_id: who, package_id: 'pkg_spain_week' }],
  });
  const [queue] = answer.body.data.package_queues;
  await hubby.drain('hurry');
  assert.equal((await show(who)).user.has_universal_esim, false);
  assert.equal(airalo.ordersOf(queue.uuid).length, 0);
  const redeemed = await redeem(hubby, who, queue.id);
  assert.equal(redeemed.status, 200, redeemed.text);
  assert.equal(redeemed.body.data.current_esim.provider, 'airalo');
});
