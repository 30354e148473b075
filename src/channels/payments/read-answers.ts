/** What Stripe's objects say, read member by member: none of them is trusted to be there. */
import type { Amount, Checkout, PaymentEvent, Refund } from './pay-desk.ts';

type Members = Record<string, unknown>;

export const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {};

const MAX_MINOR = 2_147_483_647;

const textOf = (value: unknown, form: RegExp): string | null =>
  typeof value === 'string' && form.test(value) ? value : null;

/** A reference, or the object itself where it came along. */
const idOf = (value: unknown, form: RegExp): string | null =>
  textOf(typeof value === 'string' ? value : membersOf(value)['id'], form);

const CHECKOUT_ID = /^cs_\w{1,250}$/;
const PAYMENT_ID = /^pi_\w{1,250}$/;
const REFUND_ID = /^(?:re|pyr)_\w{1,250}$/;
const EVENT_ID = /^evt_\w{1,250}$/;
const PURCHASE_ID = /^pur_[0-9a-z]{26}$/;
const EMAIL = /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,188}$/;

const purchaseOf = ({ metadata }: Members): string | null =>
  textOf(membersOf(metadata)['purchase_id'], PURCHASE_ID);

function amountOf(minor: unknown, currency: unknown): Amount | null {
  const code = textOf(currency, /^[a-z]{3}$/i);
  return code === null || !Number.isInteger(minor) || !isAmount(minor as number)
    ? null
    : { minor: minor as number, currency: code.toUpperCase() };
}

const isAmount = (minor: number): boolean => minor >= 0 && minor <= MAX_MINOR;

const STATES = ['open', 'complete', 'expired'] as const;

/** Null: it is no page of theirs. */
export function checkoutOf(answer: unknown): Checkout | null {
  const from = membersOf(answer);
  const id = textOf(from['id'], CHECKOUT_ID);
  const state = STATES.find((one) => one === from['status']);
  if (id === null || state === undefined || typeof from['livemode'] !== 'boolean') return null;
  return {
    id,
    url: textOf(from['url'], /^https?:\/\/[\x21-\x7e]{1,4000}$/),
    state,
    isPaid: from['payment_status'] === 'paid',
    amount: amountOf(from['amount_total'], from['currency']),
    isLive: from['livemode'],
    purchaseId: purchaseOf(from),
    paymentId: idOf(from['payment_intent'], PAYMENT_ID),
    email: textOf(membersOf(from['customer_details'])['email'], EMAIL)?.toLowerCase() ?? null,
  };
}

/** `failed`: the money did not go, whatever was said before. */
export function refundOf(answer: unknown): Refund | 'failed' | null {
  const { id, status } = membersOf(answer);
  const known = textOf(id, REFUND_ID);
  if (known === null || typeof status !== 'string') return null;
  if (status === 'failed' || status === 'canceled') return 'failed';
  return { id: known, state: status === 'succeeded' ? 'reached' : 'going' };
}

const KINDS: Readonly<Record<string, PaymentEvent['kind']>> = {
  'checkout.session.completed': 'checkout_paid',
  'checkout.session.async_payment_succeeded': 'checkout_paid',
  'checkout.session.async_payment_failed': 'checkout_failed',
  'checkout.session.expired': 'checkout_expired',
  'charge.refunded': 'refunded',
  'charge.dispute.created': 'disputed',
  'charge.dispute.funds_withdrawn': 'disputed',
};

/** Null: it is no event. One that nobody knows has no kind. */
export function eventOf(body: unknown): PaymentEvent | null {
  const from = membersOf(body);
  const id = textOf(from['id'], EVENT_ID);
  const type = textOf(from['type'], /^[\w.]{1,100}$/);
  const { created, livemode } = from;
  if (id === null || type === null || typeof livemode !== 'boolean') return null;
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type]! : null;
  const object = membersOf(membersOf(from['data'])['object']);
  const minor = object['amount_total'] ?? object['amount_refunded'] ?? object['amount'];
  return {
    id,
    kind,
    type,
    isLive: livemode,
    at: typeof created === 'number' && isAmount(created) ? new Date(created * 1_000) : new Date(),
    checkoutId: textOf(object['id'], CHECKOUT_ID),
    paymentId: idOf(object['payment_intent'], PAYMENT_ID),
    purchaseId: purchaseOf(object),
    amount: amountOf(minor, object['currency']),
  };
}
