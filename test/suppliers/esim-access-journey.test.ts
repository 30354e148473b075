/** A traveler whose telco is eSIM Access, from booking to top-up, through the public API. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import { sourceId } from '../../src/domain/catalog/source-id.ts';
import { assertUnavailable, book, dashboard, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { bundleAt } from '../support/market.ts';
import { makePackage } from '../../packages/standins/src/esim-access/packages.ts';
import {
  startEsimAccess,
  type EsimAccessStandIn,
} from '../../packages/standins/src/esim-access/server.ts';
import { bySystem } from '../../src/domain/actor.ts';

const GB = 2 ** 30;

const ACCOUNT = 'access';

let hubby: Hubby;
let standIn: EsimAccessStandIn;
/** where the account takes callbacks */
let callbackUrl: string;
before(async () => {
  hubby = await startHubby();
  const year = {
    packageCode: 'PHES1',
    slug: 'ES_1_365',
    name: 'Spain 1GB 365Days',
    location: 'ES',
  };
  standIn = await startEsimAccess({ packages: [makePackage({ ...year, duration: 365 })] });
  const added = await hubby.operator('POST', '/suppliers', {
    name: ACCOUNT,
    kind: 'esim-access',
    mode: 'test',
    base_url: standIn.url,
    credentials: standIn.credentials,
  });
  assert.equal(added.status, 201, added.text);
  callbackUrl = hubby.url + added.body.data.callback_path;
  assert.equal((await testAccount()).ok, true);
  const { destinations, bundles } = seedCatalog();
  const model = bundles.find((one) => one.destination === 'ES' && one.bytes === GB)!;
  const spain = bundleAt(
    model,
    'pkg_esp_1gb',
    ACCOUNT,
    {},
    { article: 'PHES1', id: sourceId(ACCOUNT, 'PHES1') },
  );
  await importCatalog(hubby.ctx, bySystem('test'), exportCsv({ destinations, bundles: [spain] }));
});
after(async () => {
  await hubby.close();
  await standIn.close();
});

const testAccount = async (): Promise<Json> =>
  (await hubby.operator('POST', `/suppliers/${ACCOUNT}/test`)).body.data;

/** What the supplier has told since, as it would post it. */
async function tell(): Promise<void> {
  for (const notification of standIn.control.webhooks.told.splice(0)) {
    const answer = await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(notification),
    });
    assert.equal(answer.status, 200, await answer.text());
  }
  // A hint of the same eSIM a minute ago would put the question off.
  await hubby.sql(`update iccids set poll_at = now() where poll_at is not null`);
  await hubby.drain();
}
const eventsOf = async (external_user_id: string): Promise<string[]> =>
  (
    await hubby.sql<Json>(
      `select type from events where data->>'external_user_id' = $1 order by id`,
      [external_user_id],
    )
  ).map(({ type }) => type);

test('an account with a wrong key is out, and back once it has the right one', async () => {
  const enter = async (credentials: object) =>
    (await hubby.operator('PATCH', `/suppliers/${ACCOUNT}`, { credentials })).status;
  assert.equal(await enter({ ...standIn.credentials, secret_key: 'wrong' }), 200);
  assert.equal((await testAccount()).ok, false);
  assert.equal(await enter(standIn.credentials), 200);
  assert.equal((await testAccount()).ok, true);
});

test('booking, redeeming, installing, using, topping up: each bought once', async () => {
  const { control } = standIn;
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id, { count: 2, destination: 'ES' });
  await hubby.drain();
  const shown = async () => (await dashboard(hubby, external_user_id)).body.data;
  assert.equal((await shown()).user.has_universal_esim, false);
  assert.deepEqual(standIn.ledger().bought, []);

  // The answer is lost; the eSIM is found all the same.
  control.fail('cut', { when: 'after' });
  assertUnavailable(await redeem(hubby, external_user_id, queues[0]!.id), 'unknown');
  await hubby.drain('hurry');
  const { current_esim: esim } = await shown();
  assert.match(esim.iccid, /^89\d{18}$/);
  const tranNo = control.esimTranNoOf(esim.iccid);

  control.setProfile(tranNo, 'INSTALLATION');
  control.setProfile(tranNo, 'ENABLED');
  await tell();
  assert.equal((await shown()).current_esim.status, 'ENABLED');
  const used = Math.floor(GB * 0.6);
  control.use(tranNo, used);
  await tell();
  const [pack] = (await shown()).current_esim_packages;
  assert.equal(pack.used_bytes, used);
  assert.notEqual(pack.date_activated, null);

  // What waits is redeemed onto the same eSIM, and one is bought in one call.
  const second = await redeem(hubby, external_user_id, queues[1]!.id);
  assert.equal(second.status, 200, second.text);
  const bought = await hubby.call('POST', '/api/esims/topup', { iccid: esim.iccid, size: '1GB' });
  assert.equal(bought.status, 201, bought.text);
  control.use(tranNo, GB);
  await tell();
  const packages = (await shown()).current_esim_packages as Json[];
  assert.equal(packages.length, 3);
  const sum = packages.reduce((all, one) => all + Number(one['used_bytes']), 0);
  assert.equal(sum, used + GB, 'what the eSIM used, on its packages');

  const books = standIn.ledger().bought.map(({ kind, reference }) => [kind, reference]);
  const top = bought.body.data.package_queue.uuid as string;
  assert.deepEqual(books, [
    ['esim', queues[0]!.uuid],
    ['top_up', queues[1]!.uuid],
    ['top_up', top],
  ]);
  const events = await eventsOf(external_user_id);
  for (const [type, times] of [
    ['package.provisioned', 3],
    ['esim.installed', 1],
    ['esim.enabled', 1],
  ] as const)
    assert.equal(events.filter((one) => one === type).length, times, type);
  assert.ok(
    events.some((one) => one.startsWith('package.') && one.includes('50')),
    `${events}`,
  );
});
