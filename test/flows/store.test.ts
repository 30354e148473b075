/** The money path: from an offer to a package, whatever the pay desk tells, and back again. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Json } from '../harness.ts';
import { openShop, type Buyer, type Shop } from '../support/shop.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const read = async (buyer: Buyer, id: string): Promise<Json> =>
  (await buyer.page.call('GET', `/me/purchases/${id}`)).body.data;
const eventsOf = (purchaseId: string): Promise<Json[]> =>
  shop.hubby.sql(`select type, data from events where entity_id = $1 order by id`, [purchaseId]);
const packagesOf = (purchaseId: string): Promise<Json[]> =>
  shop.hubby.sql(
    `select k.* from packages k join purchases p on p.partner_id = k.partner_id and p.queue_id = k.queue_id where p.id = $1`,
    [purchaseId],
  );

describe('buying', () => {
  it('brings one package onto the eSIM, tells the partner once, and mails a receipt', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id, amount, currency } = await buyer.buy();
    assert.equal((await read(buyer, id)).status, 'created');
    const sent = await shop.send(shop.tellPaid(id));
    assert.deepEqual([sent.status, sent.body.data.stored], [200, true]);
    await shop.hubby.drain();
    const bought = await read(buyer, id);
    assert.deepEqual([bought.status, bought.progress, bought.refund], ['provisioned', null, null]);
    const [made, ...others] = await packagesOf(id);
    assert.deepEqual([made.iso3, others.length], ['GRC', 0]);
    const events = await eventsOf(id);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['package.purchased'],
    );
    const { data } = events[0]!;
    assert.deepEqual(
      [data.purchase_id, data.external_user_id, data.iso3, data.amount, data.currency],
      [id, buyer.id, 'GRC', amount, currency],
    );
    assert.equal(data.package_queue_uuid, bought.package_queue_uuid);
    const mails = await shop.hubby.sql(
      `select kind, recipient, status, subject from messages where subject_id = $1`,
      [id],
    );
    assert.deepEqual(mails, [
      {
        kind: 'purchase_receipt',
        recipient: `${buyer.id}@example.com`,
        status: 'delivered',
        subject: mails[0].subject,
      },
    ]);
    const dashboard = (await buyer.page.call('GET', '/me/dashboard')).body.data;
    assert.deepEqual(
      dashboard.purchases.map((one: Json) => [one.id, one.status]),
      [[id, 'provisioned']],
    );
  });

  it('is no booking to the partner: no event of one, and nothing in the funnel', async () => {
    const funnel = async () =>
      (await shop.hubby.call('GET', '/api/reports/funnel')).body.data.totals;
    const before = await funnel();
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    await shop.send(shop.tellPaid(id));
    await shop.hubby.drain();
    const [{ booking_id }] = await shop.hubby.sql(
      'select booking_id from purchases where id = $1',
      [id],
    );
    assert.deepEqual(await eventsOf(booking_id), []);
    const now = await funnel();
    assert.equal(now.entitlements, before.entitlements + 1, 'that of the booking alone');
    assert.equal(now.redeemed, before.redeemed);
  });

  it('is a top-up where the same destination was bought before', async () => {
    const buyer = await shop.traveler();
    const ids: string[] = [];
    for (let n = 0; n < 2; n++) {
      const { purchase_id: id } = await buyer.buy();
      await shop.send(shop.tellPaid(id));
      await shop.hubby.drain();
      ids.push(id);
    }
    const types = (await Promise.all(ids.map(eventsOf))).flat().map(({ type }) => type);
    assert.deepEqual(types, ['package.purchased', 'topup.completed']);
  });

  it('two at once are one first and one top-up', async () => {
    const buyer = await shop.traveler();
    const ids = (await Promise.all([buyer.buy(), buyer.buy(), buyer.buy()])).map(
      (one: Json) => one.purchase_id,
    );
    await Promise.all(ids.map((id) => shop.send(shop.tellPaid(id))));
    await Promise.all([shop.hubby.drain(), shop.hubby.drain(), shop.hubby.drain()]);
    await shop.look();
    const types = (await Promise.all(ids.map(eventsOf))).flat().map(({ type }) => type);
    assert.deepEqual(types.sort(), ['package.purchased', 'topup.completed', 'topup.completed']);
    for (const id of ids) assert.equal((await packagesOf(id)).length, 1);
  });
});

describe('events of the pay desk', () => {
  it('told twice, by several workers at once, are one package', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    const event = shop.tellPaid(id);
    const answers = await Promise.all([shop.send(event), shop.send(event), shop.send(event)]);
    assert.deepEqual(answers.map(({ body }) => body.data.stored).sort(), [false, false, true]);
    const again = shop.stripe.event('checkout.session.completed', shop.sessionOf(id));
    await shop.send(again);
    await Promise.all([shop.hubby.drain(), shop.hubby.drain()]);
    await shop.look();
    assert.equal((await packagesOf(id)).length, 1);
    assert.deepEqual((await eventsOf(id)).length, 1);
  });

  it('that never come are found by looking', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    shop.stripe.pay(shop.sessionOf(id).id);
    await shop.look();
    assert.equal((await read(buyer, id)).status, 'provisioned');
  });

  it('that come before the payment is there change nothing', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    // An honest-looking event for a page that the pay desk itself calls unpaid.
    const early = { ...shop.sessionOf(id), payment_status: 'paid', status: 'complete' };
    await shop.send(shop.stripe.event('checkout.session.completed', early));
    await shop.hubby.drain();
    assert.equal((await read(buyer, id)).status, 'created');
    assert.equal((await packagesOf(id)).length, 0);
  });

  it('that come out of order end alike', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    const paid = shop.tellPaid(id);
    await shop.send(shop.stripe.event('checkout.session.expired', shop.sessionOf(id)));
    await shop.hubby.drain();
    await shop.send(paid);
    await shop.hubby.drain();
    assert.equal((await read(buyer, id)).status, 'provisioned');
    assert.equal((await packagesOf(id)).length, 1);
  });

  it('of a forger are refused and not stored', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    const { body, signature } = shop.tellPaid(id);
    for (const forged of [
      { body: `${body} `, signature },
      { body, signature: 't=1,v1=00' },
      { body, signature: '' },
    ]) {
      const answer = await shop.send(forged);
      assert.deepEqual([answer.status, answer.body.error.type], [401, 'callback_forged']);
    }
    const [{ count }] = await shop.hubby.sql(
      'select count(*)::int as count from payment_events where purchase_id = $1',
      [id],
    );
    assert.equal(count, 0);
  });

  it('that fit no purchase are kept, and the operator sees them', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    const page = shop.sessionOf(id);
    const odd = [
      [{ ...page, id: 'cs_test_nobody', metadata: {} }, {}, /no such purchase/],
      [page, { livemode: true }, /other mode/],
      [{ ...page, amount_total: 1 }, {}, /amount or currency/],
      [{ ...page, currency: 'usd' }, {}, /amount or currency/],
      [{ ...page, metadata: { purchase_id: `pur_${'0'.repeat(26)}` } }, {}, /another purchase/],
    ] as const;
    for (const [object, change, why] of odd) {
      const event = shop.stripe.event('checkout.session.completed', object, change);
      await shop.send(event);
      await shop.hubby.drain();
      const { id: eventId } = JSON.parse(event.body);
      const unfit = (await shop.hubby.operator('GET', '/payment-events')).body.data;
      assert.match(unfit.find((one: Json) => one.id === eventId)?.unfit ?? 'none', why);
      const seen = await shop.hubby.operator('POST', `/payment-events/${eventId}/seen`, {});
      assert.equal(seen.status, 200, seen.text);
    }
    assert.equal((await read(buyer, id)).status, 'created');
    assert.deepEqual((await shop.hubby.operator('GET', '/payment-events')).body.data, []);
  });
});

describe('what was paid', () => {
  it('in another amount, currency or mode is not delivered, and the operator decides', async () => {
    for (const change of [
      { amount_total: 1 },
      { currency: 'usd' },
      { livemode: true },
      { metadata: { purchase_id: `pur_${'1'.repeat(26)}` } },
    ]) {
      const buyer = await shop.traveler();
      const { purchase_id: id } = await buyer.buy();
      shop.stripe.pay(shop.sessionOf(id).id, change);
      await shop.look();
      const bought = await read(buyer, id);
      assert.deepEqual(
        [bought.status, bought.progress],
        ['created', 'checking'],
        JSON.stringify(change),
      );
      assert.equal((await packagesOf(id)).length, 0);
      const doubts = (await shop.hubby.operator('GET', '/purchases')).body.data;
      assert.equal(doubts.find((one: Json) => one.id === id)?.doubt, 'does_not_fit');
      const decided = await shop.hubby.operator('POST', `/purchases/${id}/decide`, {
        action: 'dismiss',
      });
      assert.deepEqual([decided.status, decided.body.data.status], [200, 'failed'], decided.text);
    }
  });

  it('is the price of when it was begun, whatever becomes of the list', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id, amount } = await buyer.buy();
    await shop.hubby.operator('PATCH', `/partners/${shop.hubby.partner.partner_id}/settings`, {
      store: { enabled: true, markup_percent: 400 },
    });
    try {
      await shop.send(shop.tellPaid(id));
      await shop.hubby.drain();
      const bought = await read(buyer, id);
      assert.deepEqual([bought.status, bought.amount], ['provisioned', amount]);
    } finally {
      await shop.hubby.operator('PATCH', `/partners/${shop.hubby.partner.partner_id}/settings`, {
        store: { enabled: true, currencies: ['EUR', 'USD'] },
      });
    }
  });

  it('not at all within its time has expired', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    Object.assign(shop.sessionOf(id), { status: 'expired', url: null });
    await shop.look();
    const bought = await read(buyer, id);
    assert.deepEqual([bought.status, bought.checkout_url], ['expired', null]);
  });

  it('by a way that takes its time and then fails is a failed purchase', async () => {
    const buyer = await shop.traveler();
    const { purchase_id: id } = await buyer.buy();
    const page = Object.assign(shop.sessionOf(id), { status: 'complete', url: null });
    await shop.send(shop.stripe.event('checkout.session.completed', page));
    await shop.look();
    assert.equal((await read(buyer, id)).status, 'created');
    await shop.send(shop.stripe.event('checkout.session.async_payment_failed', page));
    await shop.hubby.drain();
    assert.equal((await read(buyer, id)).status, 'failed');
  });
});
