/** What we make of a pay desk's answers and events, and what we tell it. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { PayDesk } from '../src/channels/payments/pay-desk.ts';
import { makeStripe } from '../src/channels/payments/stripe.ts';
import { json, SECRET_KEY, startStripe, WEBHOOK_SECRET } from './support/stripe-server.ts';
import type { StripeServer } from './support/stripe-server.ts';

let server: StripeServer;
let desk: PayDesk;
before(async () => {
  server = await startStripe();
  const { url } = server;
  desk = makeStripe({ url, secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET, totalMs: 1_000 });
});
after(() => server.close());
afterEach(() => server.fault(null));

let counter = 0;
const purchaseId = () => `pur_${String(++counter).padStart(26, '0')}`;
const checkout = (id = purchaseId()) => ({
  purchaseId: id,
  amount: { minor: 1_250, currency: 'EUR' },
  title: 'Greece · 3 GB',
  language: 'nl',
  expiresAt: new Date(Date.now() + 2_100_000),
  paidUrl: 'https://hubby.example/w/acme/paid',
  backUrl: 'https://hubby.example/w/acme/store',
});
async function opened() {
  const said = await desk.createCheckout(checkout());
  assert.equal(said.kind, 'done');
  return said.kind === 'done' ? said.value : assert.fail();
}

describe('a pay desk', () => {
  it('is told the price and the id of the purchase, and nothing else of it', async () => {
    const asked = checkout();
    const said = await desk.createCheckout(asked);
    assert.ok(said.kind === 'done');
    assert.deepEqual(
      [said.value.purchaseId, said.value.amount, said.value.state, said.value.isPaid],
      [asked.purchaseId, asked.amount, 'open', false],
    );
    const { form, key } = server.asked.at(-1)!;
    assert.equal(key, `checkout:${asked.purchaseId}`);
    assert.deepEqual([...form.keys()].filter((name) => name.includes('metadata')).sort(), [
      'metadata[purchase_id]',
      'payment_intent_data[metadata][purchase_id]',
    ]);
  });

  it('makes one page for one purchase, however often it is asked', async () => {
    const asked = checkout();
    const [first, second] = [await desk.createCheckout(asked), await desk.createCheckout(asked)];
    assert.ok(first.kind === 'done' && second.kind === 'done');
    assert.equal(first.value.id, second.value.id);
  });

  it('is asked again under the same name where it broke down', async () => {
    let failures = 2;
    server.fault((_asked, res) => {
      if (failures-- <= 0) return false;
      json(res, 500, { error: { type: 'api_error' } });
      return true;
    });
    const before = server.asked.length;
    const said = await desk.createCheckout(checkout());
    assert.equal(said.kind, 'done');
    const keys = server.asked.slice(before).map(({ key }) => key);
    assert.deepEqual([keys.length, new Set(keys).size], [3, 1]);
  });

  it('has refused only where it says so; silence and nonsense are unclear', async () => {
    assert.deepEqual(await desk.findCheckout('cs_test_nobody'), {
      kind: 'refused',
      reason: 'resource_missing',
    });
    server.fault((_asked, res) => (json(res, 200, { id: 'cs_test_1', status: 'open' }), true));
    assert.equal((await desk.findCheckout('cs_test_1')).kind, 'unclear');
    server.fault((_asked, res) => (json(res, 401, { error: { type: 'x' } }), true));
    assert.equal((await desk.findCheckout('cs_test_1')).kind, 'unclear');
    server.fault((_asked, res) => (res.destroy(), true));
    assert.equal((await desk.findCheckout('cs_test_1')).kind, 'unclear');
    server.fault(() => true);
    assert.equal((await desk.findCheckout('cs_test_1')).kind, 'unclear');
  });

  it('names no amount, payment or address that cannot be one', async () => {
    const { id } = await opened();
    const odd = [
      [{ amount_total: 12.5 }, 'amount'],
      [{ amount_total: -1 }, 'amount'],
      [{ amount_total: 9e15 }, 'amount'],
      [{ currency: 'euro' }, 'amount'],
      [{ metadata: { purchase_id: "pur_'; drop" } }, 'purchaseId'],
      [{ payment_intent: 'in_1' }, 'paymentId'],
      [{ customer_details: { email: 'a@b\r\nBcc: c@d' } }, 'email'],
    ] as const;
    for (const [change, member] of odd) {
      const answer = { ...server.sessions.get(id), ...change };
      server.fault((_asked, res) => (json(res, 200, answer), true));
      const said = await desk.findCheckout(id);
      assert.ok(said.kind === 'done');
      assert.equal(said.value[member], null, JSON.stringify(change));
    }
  });

  it('gives money back once', async () => {
    const refund = {
      purchaseId: purchaseId(),
      paymentId: 'pi_test_1',
      amount: { minor: 1_250, currency: 'EUR' },
    };
    const [first, second] = [await desk.refund(refund), await desk.refund(refund)];
    assert.ok(first.kind === 'done' && second.kind === 'done');
    assert.deepEqual(first.value, second.value);
    assert.equal(server.refunds.size, 1);
  });
});

describe('an event of a pay desk', () => {
  it('is read where it is signed over these bytes', async () => {
    const { id } = await opened();
    const { body, signature } = server.event('checkout.session.completed', server.pay(id));
    const event = desk.readEvent(body, signature)!;
    assert.deepEqual(
      [event.kind, event.checkoutId, event.amount, event.isLive],
      ['checkout_paid', id, { minor: 1_250, currency: 'EUR' }, false],
    );
    assert.equal(desk.readEvent(body.replace('1250', '1'), signature), null);
    assert.equal(desk.readEvent(body, undefined), null);
    assert.equal(desk.readEvent(body, 't=1,v1=00'), null);
    assert.equal(desk.readEvent(`${body} `, signature), null);
  });

  it('has no kind where it is of none that matters', () => {
    const { body, signature } = server.event('customer.created', { id: 'cus_1' });
    assert.equal(desk.readEvent(body, signature)!.kind, null);
  });
});
