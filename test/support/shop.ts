/** A partner with a store, a traveler in it, and the pay desk that a test steers. */
import assert from 'node:assert/strict';
import { makeStripe } from '../../src/channels/payments/stripe.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { SECRET_KEY, startStripe, WEBHOOK_SECRET, type StripeServer } from './stripe-server.ts';
import { openPage, type Page } from './webview.ts';

export type Shop = {
  hubby: Hubby;
  stripe: StripeServer;
  /** a traveler whom nobody knew before, with an address */
  traveler(partner?: Hubby['partner']): Promise<Buyer>;
  /** of the page that a checkout answered with */
  sessionOf(purchaseId: string): Json;
  /** the event of a paid page, as the pay desk sends it */
  tellPaid(purchaseId: string, change?: object): { body: string; signature: string };
  /** everything about purchases is due, and done */
  look(): Promise<void>;
  send(event: { body: string; signature: string }): Promise<Answer>;
  close(): Promise<void>;
};
export type Buyer = { id: string; page: Page; buy(change?: object): Promise<Json> };

export const GREECE = { destination: 'GRC', size: '3GB', return_to: 'store/GRC', consent: true };
export const STORE = { enabled: true, currencies: ['EUR', 'USD'] };

/** The store of the file's partner. */
export async function openStore(hubby: Hubby): Promise<void> {
  const partner = `/partners/${hubby.partner.partner_id}/settings`;
  const { status, text } = await hubby.operator('PATCH', partner, { store: STORE });
  assert.equal(status, 200, text);
}

export async function openShop(): Promise<Shop> {
  const stripe = await startStripe();
  const payments = makeStripe({
    url: stripe.url,
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    totalMs: 2_000,
  });
  const hubby = await startHubby({ context: { payments } });
  await openStore(hubby);
  const sessionOf = (purchaseId: string): Json =>
    [...stripe.sessions.values()].find((one) => one.metadata.purchase_id === purchaseId);
  return {
    hubby,
    stripe,
    sessionOf,
    async traveler(partner = hubby.partner) {
      const id = user();
      const booked = await hubby.call(
        'POST',
        '/api/bookings',
        {
          departure_date: '2027-11-29',
          package_specifications: [
            { external_user_id: id, email: `${id}@example.com`, destination: 'USA', size: '1GB' },
          ],
        },
        { key: partner },
      );
      assert.equal(booked.status, 201, booked.text);
      const page = await openPage(hubby, { external_user_id: id }, partner);
      return {
        id,
        page,
        async buy(change = {}) {
          const begun = await page.call('POST', '/me/checkout', { ...GREECE, ...change });
          assert.equal(begun.status, 201, begun.text);
          return begun.body.data;
        },
      };
    },
    async look() {
      await hubby.sql(
        'update checkouts set next_attempt_at = now() where next_attempt_at is not null',
      );
      await hubby.drain();
    },
    tellPaid: (purchaseId, change = {}) =>
      stripe.event('checkout.session.completed', stripe.pay(sessionOf(purchaseId).id), change),
    send: ({ body, signature }) =>
      hubby.bare('POST', '/api/payments/stripe/webhook', {
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
        body,
      }),
    async close() {
      await hubby.close();
      await stripe.close();
    },
  };
}
