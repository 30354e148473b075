/**
 * eSIM Go as the telco of a whole journey: the eSIM comes with its first package, what eSIM Go calls
 * back is asked for, and what it loses is never bought twice.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { esimGoKind } from '../../src/providers/esim-go/config.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import type { TemplateOrder } from '../../src/providers/provider.ts';
import {
  assertUnavailable,
  book,
  dashboard,
  orderOf,
  redeem,
  replaceProvider,
} from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';
import { pick, random } from '../support/chance.ts';
import { accountAt } from '../support/suppliers/esim-go/account.ts';
import { BUNDLES } from '../../packages/standins/src/esim-go/bundles.ts';
import type { Fault } from '../../packages/standins/src/esim-go/control.ts';
import { startEsimGo, type EsimGoStandIn } from '../../packages/standins/src/esim-go/server.ts';

let hubby: Hubby;
let there: EsimGoStandIn;
let provider: SupplierProvider;
let restore: () => void;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

/** eSIM Go in the place of sandbox-one; it sells whatever article is ordered of it. */
beforeEach(async () => {
  there = await startEsimGo({ perSecond: 100_000 });
  provider = esimGoKind.make(accountAt(there, { name: 'sandbox-one' }));
  const sell = ({ id, bytes, duration_days: days }: TemplateOrder): void =>
    there.control.sell({ ...BUNDLES[0]!, name: id, mb: (bytes ?? 0) / 1_000_000, days });
  restore = replaceProvider(hubby, 'sandbox-one', () => ({
    ...provider,
    createEsim: (input) => {
      if (input.template !== null) sell(input.template);
      return provider.createEsim(input);
    },
    addPackage: (input) => {
      sell(input.template);
      return provider.addPackage(input);
    },
  }));
});
afterEach(async () => {
  restore();
  await provider.close();
  await there.close();
});

const ordered = () => there.ledger().orders;
/** What eSIM Go wants to say is said, and all that follows is done. */
async function callBack(): Promise<void> {
  for (const { headers, body } of there.control.outbox.splice(0)) {
    const answer = await hubby.bare('POST', '/api/providers/sandbox-one/callbacks', {
      headers,
      body,
    });
    assert.ok(answer.status < 300, answer.text);
  }
  await hubby.drain('hurry');
}
const eventsOf = async (iccid: string): Promise<string[]> =>
  (
    await hubby.sql<{ type: string }>(
      `select type from events where data->>'esim_iccid' = $1 or data->>'iccid' = $1 order by id`,
      [iccid],
    )
  ).map(({ type }) => type);

describe('a journey with eSIM Go', () => {
  it('goes from a booking by redemption, installation and usage to a top-up', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id);
    await hubby.drain();
    // There is no eSIM without a package: nothing is bought before it is wanted.
    assert.deepEqual(ordered(), []);
    const redeemed = await redeem(hubby, external_user_id, queues[0]!.id);
    assert.equal(redeemed.status, 200, redeemed.text);
    const shown = async () => (await dashboard(hubby, external_user_id)).body.data.current_esim;
    const { iccid, qr } = await shown();
    assert.match(qr, /^LPA:1\$rsp\.example\.com\$K2-/);
    assert.deepEqual(
      ordered().map((one) => [one.kind, one.iccids, one.reference]),
      [['create_esim', [iccid], queues[0]!.uuid]],
    );

    there.control.install(iccid);
    there.control.use(iccid, { bytes: 600_000_000, packageId: null });
    await callBack();
    const used = await shown();
    assert.equal(used.status, 'INSTALLED');
    assert.equal(used.data_left, used.total_data - 600_000_000);
    const events = await eventsOf(iccid);
    assert.ok(events.includes('package.usage.50_percent'), events.join());

    const more = await hubby.call('POST', '/api/esims/topup', { external_user_id, size: '3GB' });
    assert.equal(more.status, 201, more.text);
    assert.equal(more.body.data.current_esim.iccid, iccid);
    assert.deepEqual(
      ordered().map((one) => [one.kind, one.iccids]),
      [
        ['create_esim', [iccid]],
        ['add_package', [iccid]],
      ],
    );
  });

  it('finishes by itself what eSIM Go has not put onto the eSIM yet', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id);
    there.control.mood.allocation = 'unseen';
    assertUnavailable(await redeem(hubby, external_user_id, queues[0]!.id), 'pending');
    there.control.release();
    await hubby.drain('hurry');
    const { current_esim } = (await dashboard(hubby, external_user_id)).body.data;
    assert.deepEqual(
      ordered().map(({ iccids }) => iccids),
      [[current_esim.iccid]],
    );
  });

  it('leaves a lost order of a new eSIM to the operator, who adopts it by its id', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id);
    there.control.next('POST /orders', 'cut_after');
    assertUnavailable(await redeem(hubby, external_user_id, queues[0]!.id), 'unknown');
    await hubby.drain('hurry');
    const order = await orderOf(hubby, queues[0]!.id);
    assert.equal(order.state, 'needs_review');
    const [bought] = ordered();
    const adopt = (body: object) => hubby.operator('POST', `/orders/${order.id}/adopt`, body);
    // Without an id: nothing bears our reference, but this is what came about then.
    const hint = await adopt({});
    assert.equal(hint.status, 409);
    assert.ok(hint.body.error.message.includes(bought!.orderReference), hint.text);
    const adopted = await adopt({ provider_order_id: bought!.orderReference });
    assert.equal(adopted.status, 200, adopted.text);
    const { current_esim } = (await dashboard(hubby, external_user_id)).body.data;
    assert.deepEqual(bought!.iccids, [current_esim.iccid]);
    assert.equal(ordered().length, 1);
  });

  it('through a storm buys nothing twice, and what is undecided is a person’s', async () => {
    const faults: Fault[] = [
      'cut_after',
      'cut_before',
      'fail_after',
      'fail_before',
      'busy',
      'processing',
      'malformed',
    ];
    const reads = ['GET /esims/:iccid/bundles/:name', 'PUT /esims', 'GET /esims/:iccid/bundles'];
    const queues: { id: string; uuid: string }[] = [];
    const travel = async (isStormy: boolean): Promise<void> => {
      const external_user_id = user();
      const booked = await book(hubby, external_user_id, { count: 2 });
      queues.push(...booked.queues);
      for (const queue of booked.queues) {
        if (isStormy && random() < 0.5) there.control.next('POST /orders', pick(faults));
        if (isStormy && random() < 0.5) there.control.next(pick(reads), pick(faults));
        await redeem(hubby, external_user_id, queue.id);
      }
    };
    await travel(false);
    await Promise.all(Array.from({ length: 12 }, () => travel(true)));
    for (let i = 0; i < 8; i++) await hubby.drain('hurry');
    const bought = Map.groupBy(ordered(), ({ reference }) => reference);
    for (const [reference, orders] of bought) assert.equal(orders.length, 1, String(reference));
    const states = await hubby.sql<{ reference: string; state: string }>(
      'select reference, state from provider_orders where queue_id = any($1)',
      [queues.map(({ id }) => id)],
    );
    for (const { reference, state } of states) {
      assert.ok(['confirmed', 'needs_review', 'rejected'].includes(state), state);
      if (state === 'confirmed') assert.ok(bought.has(reference));
    }
    const confirmed = states.filter(({ state }) => state === 'confirmed');
    assert.ok(confirmed.length > 0, JSON.stringify(states));
    const packages = await hubby.sql<{ queue_id: string }>(
      'select queue_id from packages where queue_id = any($1)',
      [queues.map(({ id }) => id)],
    );
    assert.equal(packages.length, confirmed.length);
  });
});
