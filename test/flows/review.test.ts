/** What the operator decides: adopting and retrying orders whose outcome no machine could tell. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { assertSound, gate } from '../faults/checks.ts';
import { book, fail, orderOf, redeem, replaceProvider, short } from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';
import { cancelling } from '../support/about-orders.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

/** A redemption that waits for review; `made` says whether the telco did its work. */
async function inReview(made: boolean, key = hubby.partner) {
  const external_user_id = user();
  const {
    queues: [queue],
  } = await book(hubby, external_user_id, { key });
  await hubby.drain();
  const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
    addPackage: async (input) => {
      if (made) await real.addPackage(input);
      throw new ProviderUnclear('no answer');
    },
    findByReference: async () => {
      throw new ProviderUnclear('no answer');
    },
  }));
  await redeem(hubby, external_user_id, queue!.id, key);
  await hubby.drain('hurry');
  restore();
  const order = await orderOf(hubby, queue!.id);
  assert.equal(order.state, 'needs_review');
  return { external_user_id, queue: queue!, order, key };
}
const state = async (id: string): Promise<string> =>
  (await hubby.sql('select state from provider_orders where id = $1', [id]))[0].state;
const packages = (queueId: string) =>
  hubby.sql('select * from packages where queue_id = $1', [queueId]);

describe('the review list', () => {
  it('shows what waits, with the evidence, by state and partner', async () => {
    const key = await hubby.newPartner();
    const { order, queue } = await inReview(true, key);
    const {
      status,
      body: { data },
    } = await hubby.operator('GET', `/orders?state=needs_review&partner_id=${key.partner_id}`);
    assert.equal(status, 200);
    assert.equal(data.length, 1);
    assert.deepEqual(
      [data[0].id, data[0].queue_id, data[0].state, data[0].reference, data[0].sends],
      [order.id, queue.id, 'needs_review', queue.uuid, 1],
    );
    assert.match(data[0].evidence.at(-1).why, /undecided after 5 look-ups/);
    assert.equal(data[0].evidence.length, 6 + 0);
    assert.doesNotMatch(JSON.stringify(data), /LPA:1/);
    assert.deepEqual(
      (
        await hubby.operator(
          'GET',
          `/orders?state=needs_review&partner_id=${hubby.partner.partner_id}x`,
        )
      ).body.data,
      [],
    );
    assert.equal(
      (await hubby.operator('GET', `/orders?partner_id=${key.partner_id}`)).body.data.length,
      2,
    );
    assert.equal(
      (await hubby.operator('GET', `/orders?partner_id=${key.partner_id}&limit=1`)).body.data
        .length,
      1,
    );
    for (const query of ['state=odd', 'limit=0', 'limit=x'])
      assert.equal(short(await hubby.operator('GET', `/orders?${query}`)), '400 invalid_request');
  });

  it("is the operator's alone", async () => {
    for (const [method, path] of [
      ['GET', '/api/operator/orders'],
      ['GET', '/api/operator/findings'],
      ['POST', '/api/operator/reconcile'],
      ['POST', '/api/operator/orders/ord_x/adopt'],
      ['POST', '/api/operator/orders/ord_x/retry'],
    ] as const) {
      assert.equal(
        short(await hubby.call(method, path, method === 'POST' ? {} : undefined)),
        '401 operator_token_invalid',
      );
      assert.equal((await hubby.bare(method, path)).status, 401);
    }
  });
});

describe('adopting', () => {
  it('takes what the telco has under our reference', async () => {
    const { order, queue, external_user_id } = await inReview(true);
    const answer = await hubby.operator('POST', `/orders/${order.id}/adopt`, {});
    assert.deepEqual(
      [answer.status, answer.body.data],
      [200, { id: order.id, state: 'confirmed' }],
    );
    assert.equal((await packages(queue.id)).length, 1);
    assert.equal(short(await redeem(hubby, external_user_id, queue.id)), '409 already_redeemed');
    assert.equal(
      short(await hubby.operator('POST', `/orders/${order.id}/adopt`, {})),
      '409 order_not_in_review',
    );
    assert.equal(
      short(await hubby.operator('POST', `/orders/${order.id}/retry`)),
      '409 order_not_in_review',
    );
    await assertSound(hubby.sql);
  });

  it("refuses what is not there, of another kind, another eSIM's, cancelled, or already another order's", async () => {
    const { order, queue } = await inReview(false);
    const adopt = (id?: string) =>
      hubby.operator(
        'POST',
        `/orders/${order.id}/adopt`,
        id === undefined ? {} : { provider_order_id: id },
      );
    assert.equal(short(await adopt()), '409 conflict');
    assert.equal(short(await adopt('999999')), '409 conflict');
    const [creation] = await hubby.sql(
      'select id from telco.orders where iccid = $1 and kind = $2',
      [order.iccid, 'create_esim'],
    );
    assert.equal(short(await adopt(String(creation.id))), '409 conflict');
    const other = await inReview(true);
    const [theirs] = await hubby.sql('select id from telco.orders where reference = $1', [
      other.queue.uuid,
    ]);
    assert.equal(short(await adopt(String(theirs.id))), '409 conflict');
    const real = hubby.ctx.providers.get('sandbox-one')!;
    const made = await real.addPackage({
      iccid: order.iccid,
      esim_id: null,
      template: order.template,
      reference: queue.uuid,
      customer: order.partner_id,
    });
    await real.cancelPackage(cancelling(made.package_id!, order.partner_id));
    assert.equal(short(await adopt()), '409 conflict');
    for (const status of ['pending', 'cancelled'] as const) {
      const restore = replaceProvider(hubby, 'sandbox-one', () => ({
        findByReference: async () => ({ ...made, status }),
      }));
      assert.equal(short(await adopt()), '409 conflict');
      restore();
    }
    assert.equal(await state(order.id), 'needs_review');
    assert.equal((await packages(queue.id)).length, 0);
    assert.equal(
      short(await hubby.operator('POST', '/orders/ord_unknown/adopt', {})),
      '404 order_not_found',
    );
    assert.equal(
      short(await hubby.operator('POST', '/orders/ord_unknown/retry')),
      '404 order_not_found',
    );
    await hubby.operator('POST', `/orders/${other.order.id}/adopt`, {});
    await assertSound(hubby.sql);
  });

  it('refuses an order that is already ours', async () => {
    const { order, external_user_id } = await inReview(false);
    const {
      queues: [second],
    } = await book(hubby, external_user_id);
    assert.equal((await redeem(hubby, external_user_id, second!.id)).status, 200);
    const taken = (await orderOf(hubby, second!.id)).provider_order_id;
    assert.equal(
      short(
        await hubby.operator('POST', `/orders/${order.id}/adopt`, { provider_order_id: taken }),
      ),
      '409 conflict',
    );
    assert.equal(await state(order.id), 'needs_review');
    assert.equal((await packages(second!.id)).length, 1);
    await assertSound(hubby.sql);
  });

  it('says so when the telco cannot be asked, and leaves the order in review', async () => {
    const { order } = await inReview(true);
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      findByReference: async () => {
        throw new ProviderUnclear('no answer');
      },
    }));
    assert.equal(
      short(await hubby.operator('POST', `/orders/${order.id}/adopt`, {})),
      '409 conflict',
    );
    restore();
    assert.equal(await state(order.id), 'needs_review');
    assert.equal((await hubby.operator('POST', `/orders/${order.id}/adopt`, {})).status, 200);
    await assertSound(hubby.sql);
  });

  it('happens once when two operators decide at the same time', async () => {
    const { order, queue } = await inReview(true);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        hubby.operator(
          'POST',
          `/orders/${order.id}/${i % 2 ? 'retry' : 'adopt'}`,
          i % 2 ? undefined : {},
        ),
      ),
    );
    assert.equal(answers.filter((a) => a.status === 200).length, 1, answers.map(short).join());
    await hubby.drain('hurry');
    assert.equal((await packages(queue.id)).length, 1);
    await assertSound(hubby.sql);
  });

  it("is taken up by the sweep when the operator's process dies meanwhile", async () => {
    const { order, queue } = await inReview(true);
    const door = gate();
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      findByReference: async (sent) => {
        await door.wait();
        return real.findByReference(sent);
      },
    }));
    const dying = hubby.operator('POST', `/orders/${order.id}/adopt`, {});
    await door.reached;
    restore();
    await hubby.sql(
      `update provider_orders set lease_until = clock_timestamp() - interval '1 s' where id = $1`,
      [order.id],
    );
    await hubby.drain('hurry');
    assert.equal(await state(order.id), 'confirmed');
    door.open();
    assert.equal(short(await dying), '409 conflict');
    assert.equal((await packages(queue.id)).length, 1);
    await assertSound(hubby.sql);
  });
});

describe('retrying', () => {
  it('sends again, once, after a look-up', async () => {
    const { order, queue } = await inReview(false);
    assert.deepEqual((await hubby.operator('POST', `/orders/${order.id}/retry`)).body.data, {
      id: order.id,
      state: 'unknown',
    });
    await hubby.drain();
    assert.equal((await packages(queue.id)).length, 1);
    assert.equal(
      (await hubby.sql('select 1 from telco.orders where reference = $1', [queue.uuid])).length,
      1,
    );
    await assertSound(hubby.sql);
  });

  it('of something that was provisioned after all does not provision again', async () => {
    const { order, queue } = await inReview(true);
    await hubby.sql(`update telco.accounts set idempotent = false where name = 'sandbox-one'`);
    await hubby.operator('POST', `/orders/${order.id}/retry`);
    await hubby.drain('hurry');
    await hubby.sql(`update telco.accounts set idempotent = true where name = 'sandbox-one'`);
    assert.equal((await packages(queue.id)).length, 1);
    assert.equal(
      (await hubby.sql('select 1 from telco.orders where reference = $1', [queue.uuid])).length,
      1,
    );
    await assertSound(hubby.sql);
  });

  it('that is refused leaves the queue redeemable', async () => {
    const { order, queue, external_user_id } = await inReview(false);
    await fail(hubby, 'out_of_stock');
    await hubby.operator('POST', `/orders/${order.id}/retry`);
    await hubby.drain();
    assert.equal(await state(order.id), 'rejected');
    assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
    await assertSound(hubby.sql);
  });

  it("of an eSIM's creation makes one eSIM", async () => {
    const key = await hubby.newPartner();
    const external_user_id = user();
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      createEsim: async () => {
        throw new ProviderUnclear('x');
      },
      findByReference: async () => {
        throw new ProviderUnclear('x');
      },
    }));
    const {
      queues: [queue],
    } = await book(hubby, external_user_id, { key });
    await hubby.drain('hurry');
    restore();
    const [order] = await hubby.sql('select * from provider_orders where partner_id = $1', [
      key.partner_id,
    ]);
    assert.equal(order.state, 'needs_review');
    const waiting = await redeem(hubby, external_user_id, queue!.id, key);
    assert.equal(waiting.body.error.reason, 'needs_review');
    await book(hubby, external_user_id, { key });
    assert.equal(
      (await hubby.sql('select 1 from provider_orders where partner_id = $1', [key.partner_id]))
        .length,
      1,
      'no second creation beside it',
    );
    await hubby.operator('POST', `/orders/${order.id}/retry`);
    await hubby.drain();
    assert.equal((await redeem(hubby, external_user_id, queue!.id, key)).status, 200);
    await assertSound(hubby.sql);
  });
});
