/**
 * A pay desk at Stripe (Checkout, by redirect), or at a server that speaks its API. Every call that
 * makes something has a name of its own (idempotency key), so whoever is not sure asks again.
 */
import { createRequire } from 'node:module';
import type Stripe from 'stripe';
import type { StripeAccount } from './config.ts';
import type { NewCheckout, NewRefund, PayDesk, Said } from './pay-desk.ts';
import { checkoutOf, eventOf, refundOf } from './read-answers.ts';

/** Loaded only where there is a pay desk: it takes a fifth of a second. */
const load = createRequire(import.meta.url);

const TOTAL_MS = 10_000;
const RETRIES = 2;
/** Seconds that an event may have been under way since it was signed. */
const TOLERANCE_S = 300;

export type StripeOptions = StripeAccount & { totalMs?: number };

export function makeStripe({ url, secretKey, webhookSecret, totalMs }: StripeOptions): PayDesk {
  const stripe = clientOf(url, secretKey, totalMs ?? TOTAL_MS);
  const { sessions } = stripe.checkout;
  return {
    isLive: /^(?:sk|rk)_live_/.test(secretKey),
    createCheckout: (checkout) =>
      said(
        () =>
          sessions.create(sessionOf(checkout), {
            idempotencyKey: `checkout:${checkout.purchaseId}`,
          }),
        checkoutOf,
      ),
    findCheckout: (id) => said(() => sessions.retrieve(id), checkoutOf),
    expireCheckout: (id) => said(() => sessions.expire(id), checkoutOf),
    refund: (refund) =>
      said(
        () =>
          stripe.refunds.create(refundFor(refund), {
            idempotencyKey: `refund:${refund.purchaseId}`,
          }),
        refundOf,
      ),
    readEvent(rawBody, signature) {
      if (signature === undefined) return null;
      try {
        return eventOf(
          stripe.webhooks.constructEvent(rawBody, signature, webhookSecret, TOLERANCE_S),
        );
      } catch {
        // What it says of the signature is nothing that the sender should learn.
        return null;
      }
    },
  };
}

function clientOf(url: string, secretKey: string, timeout: number): Stripe {
  const { hostname, port, protocol } = new URL(url);
  const isHttp = protocol === 'http:';
  const Client = load('stripe') as typeof Stripe;
  return new Client(secretKey, {
    host: hostname,
    port: port === '' ? (isHttp ? 80 : 443) : Number(port),
    protocol: isHttp ? 'http' : 'https',
    timeout,
    maxNetworkRetries: RETRIES,
    telemetry: false,
  });
}

/** The purchase's id is all that they are told of it. */
const sessionOf = (checkout: NewCheckout): Stripe.Checkout.SessionCreateParams => {
  const metadata = { purchase_id: checkout.purchaseId };
  return {
    mode: 'payment',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: checkout.amount.currency.toLowerCase(),
          unit_amount: checkout.amount.minor,
          product_data: { name: checkout.title },
        },
      },
    ],
    metadata,
    // For what is told of the payment and not of the page: refunds, disputes.
    payment_intent_data: { metadata },
    expires_at: Math.floor(checkout.expiresAt.getTime() / 1_000),
    success_url: checkout.paidUrl,
    cancel_url: checkout.backUrl,
    ...(checkout.language === null
      ? {}
      : { locale: checkout.language as Stripe.Checkout.SessionCreateParams.Locale }),
  };
};

const refundFor = ({ purchaseId, paymentId, amount }: NewRefund): Stripe.RefundCreateParams => ({
  payment_intent: paymentId,
  amount: amount.minor,
  metadata: { purchase_id: purchaseId },
});

async function said<T>(
  ask: () => Promise<unknown>,
  read: (answer: unknown) => T | 'failed' | null,
): Promise<Said<T>> {
  try {
    const value = read(await ask());
    if (value === 'failed') return { kind: 'refused', reason: 'failed' };
    return value === null
      ? { kind: 'unclear', reason: 'unreadable answer' }
      : { kind: 'done', value };
  } catch (error) {
    return failureOf(error);
  }
}

/** Read, and not done. What the key may not do is the operator's to mend, so it may be done later. */
const REFUSED = new Set<unknown>(['StripeInvalidRequestError', 'StripeCardError']);

function failureOf(error: unknown): { kind: 'refused' | 'unclear'; reason: string } {
  const { type, code, statusCode } = error as Record<string, unknown>;
  const word = typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : null;
  const reason = word ?? (typeof statusCode === 'number' ? `status ${statusCode}` : 'no answer');
  return { kind: REFUSED.has(type) ? 'refused' : 'unclear', reason };
}
