/** A purchase as it is stored, and as its traveler sees it. */
import type { Queryable } from '../../db/pool.ts';
import { queueUuid } from '../../ids.ts';
import { toMajor } from '../money.ts';
import type { Frozen } from '../planning/frozen.ts';

export const PURCHASE_STATES = [
  'created',
  'paid',
  'provisioned',
  'failed',
  'expired',
  'refunded',
] as const;
export type PurchaseState = (typeof PURCHASE_STATES)[number];

export type Purchase = {
  partner_id: string;
  id: string;
  traveler_id: string;
  state: PurchaseState;
  choice: Frozen;
  bundle_id: string;
  iso3: string;
  /** minor units */
  amount: number;
  currency: string;
  return_to: string;
  locale: string | null;
  booking_id: string | null;
  queue_id: string | null;
  created_at: Date;
  expires_at: Date;
  paid_at: Date | null;
  provisioned_at: Date | null;
  ended_at: Date | null;
  refund_asked_at: Date | null;
  /** of its page at the pay desk */
  checkout_id: string | null;
  url: string | null;
  payment_id: string | null;
  /** null = there is nothing to decide */
  doubt: string | null;
  attempts: number;
  /** of the money on its way back; both null = none is */
  refund_wanted_at: Date | null;
  refund_done_at: Date | null;
};

/** `$1` = partner; a condition on `p` follows. */
export const SELECT_PURCHASE = `select p.partner_id, p.id, p.traveler_id, p.state, p.choice,
    p.bundle_id, p.iso3, p.amount, p.currency, p.return_to, p.locale, p.booking_id, p.queue_id,
    p.created_at, p.expires_at, p.paid_at, p.provisioned_at, p.ended_at, p.refund_asked_at,
    c.checkout_id, c.url, c.payment_id, c.doubt, c.attempts, r.wanted_at as refund_wanted_at,
    r.done_at as refund_done_at
  from purchases p
  join checkouts c on c.purchase_id = p.id
  left join refunds r on r.partner_id = p.partner_id and r.purchase_id = p.id
  where p.partner_id = $1`;

export const findPurchase = (
  db: Queryable,
  partnerId: string,
  id: string,
): Promise<Purchase | undefined> =>
  db.one<Purchase>(`${SELECT_PURCHASE} and p.id = $2`, [partnerId, id]);

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export type PurchaseView = ReturnType<typeof viewPurchase>;

export const viewPurchase = (purchase: Purchase) => ({
  id: purchase.id,
  status: purchase.state,
  progress: progressOf(purchase),
  package_id: purchase.bundle_id,
  iso3: purchase.iso3,
  bytes: purchase.choice.bytes,
  duration_days: purchase.choice.duration_days,
  package_type: purchase.choice.package_type,
  amount: toMajor({ minor: purchase.amount, currency: purchase.currency }),
  currency: purchase.currency,
  package_queue_uuid: purchase.queue_id === null ? null : queueUuid(purchase.queue_id),
  checkout_url: purchase.state === 'created' ? purchase.url : null,
  created_at: iso(purchase.created_at)!,
  expires_at: iso(purchase.expires_at)!,
  paid_at: iso(purchase.paid_at),
  provisioned_at: iso(purchase.provisioned_at),
  refund_requested_at: iso(purchase.refund_asked_at),
  refund: refundOf(purchase),
});

/**
 * What goes on: `waiting` for the payment, `delivering`, `checking` where a person decides; null:
 * nothing.
 */
export function progressOf({
  state,
  doubt,
  refund_asked_at,
}: Purchase): 'waiting' | 'delivering' | 'checking' | null {
  if (doubt !== null && state !== 'refunded') return 'checking';
  if (state === 'created') return 'waiting';
  if (state === 'paid') return 'delivering';
  return state === 'provisioned' && refund_asked_at !== null ? 'checking' : null;
}

const refundOf = ({
  refund_wanted_at,
  refund_done_at,
}: Purchase): { status: 'going' | 'done'; at: string } | null =>
  refund_wanted_at === null
    ? null
    : {
        status: refund_done_at === null ? 'going' : 'done',
        at: iso(refund_done_at ?? refund_wanted_at)!,
      };
