/** What the screens of purchases, costs, rates and of what accounts have believe of answers. */
import type { Money, OrderState } from './types.ts';

export type PurchaseStatus = 'created' | 'paid' | 'provisioned' | 'refunded' | 'expired' | 'failed';
export type PurchaseDecision = 'refund' | 'retry' | 'dismiss';
export type OperatorPurchase = {
  id: string;
  status: PurchaseStatus;
  package_id: string;
  iso3: string;
  amount: number;
  currency: string;
  created_at: string;
  paid_at: string | null;
  provisioned_at: string | null;
  refund_requested_at: string | null;
  partner_id: string;
  partner: string;
  user_id: string;
  booking_id: string | null;
  checkout_id: string | null;
  payment_id: string | null;
  doubt: string | null;
  why: string | null;
  since: string | null;
  refund_reason: string | null;
};
export type PurchasePage = { purchases: OperatorPurchase[]; next_cursor: string | null };
/** `amount` in minor units */
export type UnfitPayment = {
  id: string;
  type: string;
  at: string;
  checkout_id: string | null;
  payment_id: string | null;
  purchase_id: string | null;
  amount: number | null;
  currency: string | null;
  unfit: string;
};

export type UnfitPaymentPage = { events: UnfitPayment[]; next_cursor: string | null };

type Cost = { cost: number; currency: string };
export type OperatorSource = Cost & {
  id: string;
  account: string;
  article: string;
  name: string | null;
  bytes: number | null;
  duration_days: number;
  coverage: string[];
  previous: null | (Cost & { changed_at: string });
  /** waits for approval */
  offered: null | (Cost & { since: string });
  is_held: boolean;
  is_stale: boolean;
  bundles: string[];
};
export type SourcePage = { sources: OperatorSource[]; next_cursor: string | null };
export type ApprovedCosts = { approved: string[]; not_waiting: string[] };

export type Rate = {
  currency: string;
  to: string;
  date: string;
  rate: number;
  is_in_force: boolean;
};
export type RatePage = { to: string; rates: Rate[]; next_cursor: string | null };

export type MailHealth = {
  senders: string[];
  /** null: no mail can be sent here */
  default_sender: string | null;
  default_from: string;
  pending: number;
  postponed: number;
  /** null: none is late */
  oldest_due_at: string | null;
  callback_url: string | null;
};
export type MailFigures = {
  total: number;
  pending: number;
  sent: number;
  delivered: number;
  bounced: number;
  complained: number;
  failed: number;
  skipped: number;
  delivered_share: number | null;
};
export type MailReport = {
  counted_at: string | null;
  uncounted_days: number;
  total: MailFigures;
  partners: (MailFigures & { partner_id: string; partner: string })[];
};

type StockCounts = { free: number; taken: number; lost: number };
export type SupplierStock = StockCounts & {
  threshold: number | null;
  is_low: boolean;
  groups: (StockCounts & { profile_type: string | null; plan: string | null })[];
};
export type ImportedStock = { added: number; changed: number; skipped: number };

export type SupplierTrial = {
  article: null | {
    id: string;
    name: string;
    bytes: number | null;
    duration_days: number;
    cost: Money;
  };
  /** null: nothing was ordered */
  order_id: string | null;
  state: OrderState | null;
  iccid: string | null;
  /** null: the supplier does not say */
  cost: Money | null;
  cancelled: 'done' | 'requested' | 'impossible' | null;
  steps: { step: string; ok: boolean; message: string }[];
};
