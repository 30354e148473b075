/** A traveler whose telco is Airalo, from booking to top-up, through the public API. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { airaloProvider } from '../../src/providers/airalo/adapter.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import { assertUnavailable, book, dashboard, redeem, replaceProvider } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import {
  local,
  operator,
  topup,
  type Package,
} from '../../packages/standins/src/airalo/catalog.ts';
import { lowData } from '../../packages/standins/src/airalo/notifications.ts';
import { startAiralo, type AiraloStandIn } from '../../packages/standins/src/airalo/server.ts';

const MIB = 2 ** 20;
const GB = 2 ** 30;

let hubby: Hubby;
let standIn: AiraloStandIn;
let provider: SupplierProvider;
let restore: () => void;
before(async () => {
  hubby = await startHubby();
  // It sells what the shipped catalog has of the provider in whose place it stands.
  const templates = await hubby.sql<Json>(
    `select article as id, bytes, duration_days from sources where account = 'sandbox-one'`,
  );
  const packages = templates.map(({ id, bytes, duration_days }): Package => ({
    id,
    type: 'sim',
    price: 5,
    net_price: 4,
    amount: Number(bytes ?? 0) / MIB,
    day: duration_days,
    is_unlimited: bytes === null,
    title: id,
  }));
  const all = [...packages, ...packages.map((one) => topup(one))];
  standIn = await startAiralo({
    // It tells seconds only: without this what is used in the second of its order is older than that.
    now: () => Date.now() + 1_000,
    destinations: [local('greece', 'GR', 'Greece', operator(1, 'Meltemi', { packages: all }))],
  });
  provider = airaloProvider({
    name: 'sandbox-one',
    baseUrl: standIn.url,
    credentials: standIn.credentials,
    settings: {},
    limits: {},
  });
  restore = replaceProvider(hubby, 'sandbox-one', () => provider);
});
after(async () => {
  restore();
  await provider.close();
  await standIn.close();
  await hubby.close();
});

const simOf = (iccid: string) => standIn.ledger().sims.find((sim) => sim.iccid === iccid)!;

/** Airalo calls: little is left on this eSIM. */
async function tell(iccid: string): Promise<void> {
  const { headers, body } = standIn.control.write(lowData(simOf(iccid), '75%'));
  const answer = await fetch(`${hubby.url}/api/providers/sandbox-one/callbacks`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  });
  assert.ok(answer.status <= 203, await answer.text());
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

test('booking, redeeming, using, topping up: each bought once', async () => {
  const { control } = standIn;
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id, { count: 2 });
  await hubby.drain();
  const shown = async () => (await dashboard(hubby, external_user_id)).body.data;
  assert.equal((await shown()).user.has_universal_esim, false);
  assert.deepEqual(standIn.ledger().orders, [], 'an eSIM comes with its first package');

  // The answer is lost; the eSIM is found all the same.
  control.break('orders', { kind: 'cut_after' });
  assertUnavailable(await redeem(hubby, external_user_id, queues[0]!.id), 'unknown');
  await hubby.drain('hurry');
  const { current_esim: esim } = await shown();
  assert.equal(esim.iccid, standIn.ledger().sims[0]!.iccid);
  assert.equal(esim.status, 'RELEASED');

  // Its first use is the first word of a device.
  const used = 600 * MIB;
  control.use(esim.iccid, used);
  await tell(esim.iccid);
  assert.equal((await shown()).current_esim.status, 'ENABLED');
  const [pack] = (await shown()).current_esim_packages;
  assert.equal(pack.used_bytes, used);
  assert.notEqual(pack.date_activated, null);

  // What waits is redeemed onto the same eSIM, and one is bought in one call.
  const second = await redeem(hubby, external_user_id, queues[1]!.id);
  assert.equal(second.status, 200, second.text);
  const bought = await hubby.call('POST', '/api/esims/topup', { iccid: esim.iccid, size: '1GB' });
  assert.equal(bought.status, 201, bought.text);
  control.use(esim.iccid, GB);
  await tell(esim.iccid);
  const packages = (await shown()).current_esim_packages as Json[];
  assert.deepEqual(
    packages.map((one) => Number(one['used_bytes'])).sort((a, b) => b - a),
    [GB, used, 0],
  );

  const books = standIn.ledger().orders.map(({ type, description }) => [type, description]);
  assert.deepEqual(books, [
    ['sim', queues[0]!.uuid],
    ['topup', queues[1]!.uuid],
    ['topup', bought.body.data.package_queue.uuid],
  ]);
  const events = await eventsOf(external_user_id);
  for (const [type, times] of [
    ['package.provisioned', 3],
    ['esim.installed', 1],
    ['esim.enabled', 1],
    ['package.activated', 2],
    ['package.usage.50_percent', 2],
    ['package.usage.100_percent', 1],
  ] as const)
    assert.equal(events.filter((one) => one === type).length, times, type);
});
