/**
 * Where travelers pay, in our own words: a page of somebody else's on which one amount is paid for
 * one purchase, and the money's way back. No card data comes here.
 */

/** Minor units of an ISO 4217 code in capitals. */
export type Amount = { minor: number; currency: string };

export type NewCheckout = {
  purchaseId: string;
  amount: Amount;
  /** what is bought, as the page says it; nothing about the person */
  title: string;
  /** the page's language; null = the browser's */
  language: string | null;
  expiresAt: Date;
  /** where the browser goes once it is paid, and where without */
  paidUrl: string;
  backUrl: string;
};

/** What the pay desk says of one of its pages. */
export type Checkout = {
  id: string;
  /** null once it is no longer open */
  url: string | null;
  state: 'open' | 'complete' | 'expired';
  isPaid: boolean;
  /** null where its answer names none that can be read */
  amount: Amount | null;
  isLive: boolean;
  /** as its metadata say */
  purchaseId: string | null;
  /** what a refund names; null until somebody pays */
  paymentId: string | null;
  /** as the traveler gave it there */
  email: string | null;
};

/** `reached`: it has the money back; `going`: accepted, and not yet there. */
export type Refund = { id: string; state: 'reached' | 'going' };

export type NewRefund = { purchaseId: string; paymentId: string; amount: Amount };

/**
 * done      and its answer could be read
 * refused   certain: nothing came of it
 * unclear   perhaps it was done: to be asked again, under the same name
 * Reasons hold nothing of the traveler.
 */
export type Said<T> = { kind: 'done'; value: T } | { kind: 'refused' | 'unclear'; reason: string };

export const EVENT_KINDS = [
  'checkout_paid',
  'checkout_failed',
  'checkout_expired',
  'refunded',
  'disputed',
] as const;
/** What the pay desk calls back about, without anything of the person. */
export type PaymentEvent = {
  id: string;
  /** null: nothing that matters to a purchase */
  kind: (typeof EVENT_KINDS)[number] | null;
  /** in the pay desk's own words */
  type: string;
  isLive: boolean;
  at: Date;
  checkoutId: string | null;
  paymentId: string | null;
  purchaseId: string | null;
  /** of the payment; of a refund what was given back in all */
  amount: Amount | null;
};

/** None of its calls rejects, and each may be made again: what it names is made once. */
export interface PayDesk {
  /** whether real money is paid */
  readonly isLive: boolean;
  createCheckout(checkout: NewCheckout): Promise<Said<Checkout>>;
  findCheckout(id: string): Promise<Said<Checkout>>;
  /** so that nobody can pay there any more; refused where somebody has */
  expireCheckout(id: string): Promise<Said<Checkout>>;
  /** all of a payment, once */
  refund(refund: NewRefund): Promise<Said<Refund>>;
  /** Null: not signed by the pay desk, over these very bytes, within five minutes. */
  readEvent(rawBody: string, signature: string | undefined): PaymentEvent | null;
}
