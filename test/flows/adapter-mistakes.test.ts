/** An adapter that throws what no adapter should: its order is unclear, and ends like one. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { assertUnavailable, book, orderOf, redeem, replaceProvider } from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

it('what was done before it fell over is found, and not done again', async () => {
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id);
  await hubby.drain();
  const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
    async addPackage(input) {
      await real.addPackage(input);
      throw new RangeError('This is no activation code: host.');
    },
  }));
  assertUnavailable(await redeem(hubby, external_user_id, queues[0]!.id), 'unknown');
  restore();
  await hubby.drain('hurry');
  assert.equal((await orderOf(hubby, queues[0]!.id)).state, 'confirmed');
  const { orders } = await hubby.ledger();
  const own = orders.filter(({ order }) => order.reference === queues[0]!.uuid);
  assert.equal(own.length, 1);
});

it('one that falls over at every look ends with a person', async () => {
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id);
  await hubby.drain();
  const fall = (): never => {
    throw new TypeError('undefined is no function');
  };
  const restore = replaceProvider(hubby, 'sandbox-one', () => ({
    addPackage: async () => fall(),
    findByReference: async () => fall(),
  }));
  assertUnavailable(await redeem(hubby, external_user_id, queues[0]!.id), 'unknown');
  await hubby.drain('hurry');
  restore();
  const { state, evidence } = await orderOf(hubby, queues[0]!.id);
  assert.equal(state, 'needs_review');
  assert.match(JSON.stringify(evidence), /The adapter failed in a way of its own/);
});
