/** Money that goes back: what was not delivered, what was never used, and what the operator decides. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProviderRefused, ProviderUnclear, type Provider } from '../../src/providers/provider.ts';
import { replaceProvider } from '../faults/steps.ts';
import type { Json } from '../harness.ts';
import { openShop, type Buyer, type Shop } from '../support/shop.ts';
import { json } from '../support/stripe-server.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const read = async (buyer: Buyer, id: string): Promise<Json> =>
  (await buyer.page.call('GET', `/me/purchases/${id}`)).body.data;
const mailsOf = async (id: string): Promise<string[]> =>
  (await shop.hubby.sql('select kind from messages where subject_id = $1 order by id', [id])).map(
    ({ kind }) => kind,
  );
const refundsOf = (id: string): Json[] =>
  [...shop.stripe.refunds.values()].filter((one) => one.metadata.purchase_id === id);
const decide = (id: string, body: object) =>
  shop.hubby.operator('POST', `/purchases/${id}/decide`, body);

/** Every account of the sandbox answers so to what would make something. */
function suppliersSay(say: () => Promise<never>, more: Partial<Provider> = {}): () => void {
  const undo = [...shop.hubby.ctx.providers.keys()].map((name) =>
    replaceProvider(shop.hubby, name, () => ({ createEsim: say, addPackage: say, ...more })),
  );
  return () => undo.reverse().forEach((one) => one());
}
const noAnswer = () => Promise.reject(new ProviderUnclear('no answer'));
const refuse = () => Promise.reject(new ProviderRefused('out_of_stock', 'none left'));

/** By a traveler who has an eSIM, so that the purchase's own order is the next one. */
async function bought(
  before: () => void = () => undefined,
): Promise<{ buyer: Buyer; id: string; amount: number }> {
  const buyer = await shop.traveler();
  await shop.hubby.drain();
  before();
  const { purchase_id: id, amount } = await buyer.buy();
  await shop.send(shop.tellPaid(id));
  return { buyer, id, amount };
}
async function delivered() {
  const made = await bought();
  await shop.hubby.drain();
  assert.equal((await read(made.buyer, made.id)).status, 'provisioned');
  return made;
}

describe('what a supplier refuses', () => {
  it('is paid back by itself, once, and the traveler is told', async () => {
    const restore = suppliersSay(refuse);
    try {
      const { buyer, id, amount } = await bought();
      await shop.hubby.drain();
      const after = await read(buyer, id);
      assert.deepEqual([after.status, after.refund.status], ['refunded', 'done']);
      const [refund, ...others] = refundsOf(id);
      assert.deepEqual([refund.amount, others.length], [Math.round(amount * 100), 0]);
      assert.deepEqual(await mailsOf(id), ['purchase_receipt', 'purchase_refunded']);
      // The pay desk tells of it too.
      const charge = {
        object: 'charge',
        payment_intent: refund.payment_intent,
        amount_refunded: refund.amount,
        currency: 'eur',
      };
      await shop.send(shop.stripe.event('charge.refunded', charge));
      await shop.look();
      assert.equal(refundsOf(id).length, 1);
      assert.deepEqual((await shop.hubby.operator('GET', '/payment-events')).body.data, []);
    } finally {
      restore();
    }
  });

  it('is paid back under one name, however often the pay desk does not answer', async () => {
    const restore = suppliersSay(refuse);
    try {
      const { buyer, id } = await bought();
      let silent = 4;
      shop.stripe.fault(({ path }, res) => {
        if (path !== '/v1/refunds' || silent-- <= 0) return false;
        json(res, 500, { error: { type: 'api_error' } });
        return true;
      });
      await shop.hubby.drain();
      assert.deepEqual((await read(buyer, id)).refund.status, 'going');
      await shop.look();
      await shop.look();
      assert.deepEqual((await read(buyer, id)).refund.status, 'done');
      assert.equal(refundsOf(id).length, 1);
    } finally {
      shop.stripe.fault(null);
      restore();
    }
  });

  it('can be redeemed by nobody afterwards', async () => {
    const restore = suppliersSay(refuse);
    const { buyer, id } = await bought();
    await shop.hubby.drain();
    restore();
    const [{ queue_id }] = await shop.hubby.sql('select queue_id from purchases where id = $1', [
      id,
    ]);
    const redeemed = await shop.hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: buyer.id,
      package_queue_id: queue_id,
    });
    assert.equal(redeemed.status, 409, redeemed.text);
  });
});

describe('what nobody can tell', () => {
  it('is not paid back: the traveler reads that it is checked, and it may still come', async () => {
    let restore = (): void => undefined;
    const { buyer, id } = await bought(() => {
      restore = suppliersSay(noAnswer, { findByReference: noAnswer });
    });
    try {
      await shop.hubby.drain();
      await shop.hubby.sql(
        `update purchases set paid_at = now() - interval '25 minutes' where id = $1`,
        [id],
      );
      await shop.look();
      const doubtful = await read(buyer, id);
      assert.deepEqual([doubtful.status, doubtful.progress], ['paid', 'checking']);
      assert.deepEqual(refundsOf(id), []);
      assert.equal((await decide(id, { action: 'refund' })).status, 409);
    } finally {
      restore();
    }
    await shop.hubby.drain('hurry');
    await shop.look();
    const after = await read(buyer, id);
    assert.deepEqual([after.status, after.progress], ['provisioned', null]);
  });

  it('is paid back when the operator knows that nothing was made', async () => {
    let restore = (): void => undefined;
    try {
      const { buyer, id } = await bought(() => {
        restore = suppliersSay(noAnswer, { findByReference: noAnswer });
      });
      await shop.hubby.drain();
      await shop.hubby.sql(
        `update provider_orders set state = 'needs_review', next_attempt_at = null
         where queue_id = (select queue_id from purchases where id = $1)`,
        [id],
      );
      const decided = await decide(id, { action: 'refund' });
      assert.deepEqual(
        [decided.status, decided.body.data?.status],
        [200, 'refunded'],
        decided.text,
      );
      await shop.look();
      assert.equal(refundsOf(id).length, 1);
      assert.equal((await read(buyer, id)).refund.status, 'done');
    } finally {
      restore();
    }
  });
});

describe('a traveler who wants the money back', () => {
  const ask = (buyer: Buyer, id: string) =>
    buyer.page.call('POST', `/me/purchases/${id}/refund-request`, { reason: 'I stay at home.' });

  it('gets it for what was never used, when the supplier has taken it back', async () => {
    const { buyer, id } = await delivered();
    const asked = await ask(buyer, id);
    assert.equal(asked.status, 200, asked.text);
    await shop.hubby.drain();
    const after = await read(buyer, id);
    assert.deepEqual([after.status, after.refund.status], ['refunded', 'done']);
    const [{ status }] = await shop.hubby.sql(
      `select k.status from packages k join purchases p on p.partner_id = k.partner_id and p.queue_id = k.queue_id where p.id = $1`,
      [id],
    );
    assert.equal(status, 'CANCELLED');
    assert.equal((await ask(buyer, id)).status, 200);
    await shop.look();
    assert.equal(refundsOf(id).length, 1);
  });

  it('waits for the operator where it was used', async () => {
    const { buyer, id } = await delivered();
    await shop.hubby.sql(
      `update packages set used_bytes = 1, date_activated = now() where queue_id = (select queue_id from purchases where id = $1)`,
      [id],
    );
    await ask(buyer, id);
    await shop.hubby.drain();
    const after = await read(buyer, id);
    assert.deepEqual([after.status, after.progress], ['provisioned', 'checking']);
    const doubt = (await shop.hubby.operator('GET', '/purchases')).body.data.find(
      (one: Json) => one.id === id,
    );
    assert.deepEqual([doubt.doubt, doubt.refund_reason], ['refund_asked', 'I stay at home.']);
    assert.equal((await decide(id, { action: 'refund' })).status, 409);
    const decided = await decide(id, { action: 'refund', anyway: true });
    assert.equal(decided.status, 200, decided.text);
    await shop.hubby.drain();
    assert.equal((await read(buyer, id)).refund.status, 'done');
    assert.equal(refundsOf(id).length, 1);
  });

  it('is told no where the operator says no', async () => {
    const { buyer, id } = await delivered();
    await shop.hubby.sql(
      `update packages set used_bytes = 1 where queue_id = (select queue_id from purchases where id = $1)`,
      [id],
    );
    await ask(buyer, id);
    await shop.hubby.drain();
    assert.equal((await decide(id, { action: 'dismiss' })).status, 200);
    await shop.look();
    const after = await read(buyer, id);
    assert.deepEqual([after.status, after.progress], ['provisioned', null]);
    assert.deepEqual(refundsOf(id), []);
    assert.equal((await decide(id, { action: 'dismiss' })).status, 409);
  });

  it('gets nothing for what was not paid', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    const asked = await ask(buyer, id);
    assert.deepEqual([asked.status, asked.body.error.type], [409, 'purchase_not_refundable']);
  });
});

describe('what the pay desk does by itself', () => {
  it('gives back: a package that is there stays, and the operator sees it', async () => {
    const { buyer, id, amount } = await delivered();
    const page = shop.sessionOf(id);
    const charge = {
      payment_intent: page.payment_intent,
      amount_refunded: Math.round(amount * 100),
      currency: 'eur',
    };
    await shop.send(shop.stripe.event('charge.refunded', charge));
    await shop.hubby.drain();
    const after = await read(buyer, id);
    assert.deepEqual([after.status, after.refund.status], ['refunded', 'done']);
    assert.deepEqual(refundsOf(id), [], 'nobody asks the pay desk for what it did');
    const doubt = (await shop.hubby.operator('GET', `/purchases/${id}`)).body.data;
    assert.equal(doubt.doubt, 'refunded_there');
    assert.equal((await decide(id, { action: 'dismiss' })).status, 200);
  });

  it('a part is left to the operator', async () => {
    const { buyer, id } = await delivered();
    const { payment_intent } = shop.sessionOf(id);
    const charge = { payment_intent, amount_refunded: 1, currency: 'eur' };
    await shop.send(shop.stripe.event('charge.refunded', charge));
    await shop.hubby.drain();
    assert.equal((await read(buyer, id)).status, 'provisioned');
    const doubt = (await shop.hubby.operator('GET', `/purchases/${id}`)).body.data;
    assert.equal(doubt.doubt, 'refunded_in_part');
  });

  it('a dispute is followed', async () => {
    const { buyer, id, amount } = await delivered();
    const { payment_intent } = shop.sessionOf(id);
    const dispute = { payment_intent, amount: Math.round(amount * 100), currency: 'eur' };
    await shop.send(shop.stripe.event('charge.dispute.created', dispute));
    await shop.hubby.drain();
    assert.equal((await read(buyer, id)).status, 'refunded');
    const doubt = (await shop.hubby.operator('GET', `/purchases/${id}`)).body.data;
    assert.equal(doubt.doubt, 'disputed');
  });
});

describe('a refund beside a delivery', () => {
  it('is one of the two, never both', async () => {
    for (let n = 0; n < 4; n++) {
      const { buyer, id } = await bought();
      await Promise.all([
        shop.hubby.drain(),
        decide(id, { action: 'refund' }),
        buyer.page.call('POST', `/me/purchases/${id}/refund-request`, {
          reason: 'changed my mind',
        }),
        shop.hubby.drain(),
      ]);
      await shop.look();
      const { status } = await read(buyer, id);
      const live = await shop.hubby.sql(
        `select 1 from packages k join purchases p on p.partner_id = k.partner_id and p.queue_id = k.queue_id where p.id = $1 and k.status <> 'CANCELLED'`,
        [id],
      );
      if (status === 'refunded') assert.deepEqual([live.length, refundsOf(id).length], [0, 1]);
      else assert.deepEqual([live.length, refundsOf(id).length], [1, 0], status);
    }
  });
});
