/**
 * Money goes back: first nothing can come of the order any more, then the purchase is a refunded one,
 * both in one transaction; then the pay desk is asked, under a name that makes it once.
 */
import type { Context } from '../../context.ts';
import type { PayDesk } from '../../channels/payments/pay-desk.ts';
import { FREE } from '../../db/due-work/lease.ts';
import type { Tx } from '../../db/pool.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { inScope, type Scope } from '../partners/scope.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';
import { setDoubt } from './doubts.ts';
import type { Purchase } from './purchase.ts';
import { enqueueRefunded } from './receipts.ts';

/** `by`: the operator has decided so. */
export type RefundReason =
  'not_delivered' | 'requested' | 'at_pay_desk' | 'disputed' | { by: Actor };

/**
 * Of a purchase that is on no eSIM. False: its order may have been made, or it is a package by now.
 * `isRuledOut`: the operator knows that an order which waits for review has made nothing.
 */
export const giveUpPurchase = (
  ctx: Context,
  partner: Partner,
  purchase: Purchase,
  reason: RefundReason,
  { isRuledOut = false, isDone = false } = {},
): Promise<boolean> =>
  inScope(ctx, partner, async (scope) => {
    const { tx } = scope;
    await lockTraveler(tx, partner.id, purchase.traveler_id);
    if (!(await closeQueue(scope, purchase.id, isRuledOut))) return false;
    return markRefunded(tx, purchase, reason, { from: 'paid', isDone });
  });

/** Under the traveler's lock. True: no package can come of its queue any more. */
async function closeQueue(scope: Scope, purchaseId: string, isRuledOut: boolean): Promise<boolean> {
  const { tx, partner, now } = scope;
  const queue = await tx.one<{ id: string; booking_id: string; redeemed_at: Date | null }>(
    `select id, booking_id, redeemed_at
     from package_queues
     where partner_id = $1
       and id = (select queue_id from purchases where partner_id = $1 and id = $2)
     for no key update`,
    [partner.id, purchaseId],
  );
  if (queue === undefined) return true;
  if (queue.redeemed_at !== null) return false;
  await tx.rows(
    `update provider_orders
     set state = 'rejected', fence = fence + 1, next_attempt_at = null, lease_until = null,
       settled_at = clock_timestamp(), updated_at = clock_timestamp()
     where queue_id = $1
       and ${FREE}
       and ((state = 'intent' and sends = 0) or (state = 'needs_review' and $2))`,
    [queue.id, isRuledOut],
  );
  const open = await tx.one(
    `select 1
     from provider_orders
     where queue_id = $1 and state <> 'rejected' and cancelled_at is null
     limit 1`,
    [queue.id],
  );
  if (open !== undefined) return false;
  await tx.rows('update package_queues set cancelled_at = $3 where partner_id = $1 and id = $2', [
    partner.id,
    queue.id,
    now,
  ]);
  await tx.rows(
    'update bookings set cancelled_at = $3, updated_at = $3 where partner_id = $1 and id = $2',
    [partner.id, queue.booking_id, now],
  );
  return true;
}

type Marking = { from: 'paid' | 'provisioned'; /** the money is back already */ isDone?: boolean };

/** False: it is another's by now. */
export async function markRefunded(
  tx: Tx,
  { partner_id, id }: Pick<Purchase, 'partner_id' | 'id'>,
  reason: RefundReason,
  { from, isDone = false }: Marking,
): Promise<boolean> {
  const marked = await tx.one(
    `update purchases
     set state = 'refunded', ended_at = now()
     where partner_id = $1 and id = $2 and state = $3
     returning 1`,
    [partner_id, id, from],
  );
  if (marked === undefined) return false;
  if (typeof reason === 'object')
    await recordAct(tx, reason.by, {
      partnerId: partner_id,
      action: 'purchase.refunded',
      subject: id,
      before: { state: from },
      after: { state: 'refunded' },
    });
  await tx.rows(
    `insert into refunds (partner_id, purchase_id, reason, done_at)
     values ($1, $2, $3, case when $4 then now() end)
     on conflict do nothing`,
    [partner_id, id, typeof reason === 'object' ? 'operator' : reason, isDone],
  );
  return true;
}

/** Of those whom a pay desk has given their money already it says so. */
const BACK_ALREADY = 'charge_already_refunded';

/** Asks the pay desk. False: to be asked again. */
export async function payBack(
  ctx: Context,
  partner: Partner,
  desk: PayDesk,
  { id, payment_id, amount, currency }: Purchase,
): Promise<boolean> {
  const said = await desk.refund({
    purchaseId: id,
    paymentId: payment_id!,
    amount: { minor: amount, currency },
  });
  if (said.kind === 'unclear') return false;
  if (said.kind === 'refused' && said.reason !== BACK_ALREADY) {
    await setDoubt(ctx, id, 'refund_refused');
    ctx.log.error({ purchase: id, reason: said.reason }, 'the pay desk does not give money back');
    return true;
  }
  const refundId = said.kind === 'done' ? said.value.id : null;
  const mails = await ctx.db.partnerTx(partner.id, async (tx) => {
    const done = await tx.one(
      `update refunds
       set refund_id = $3, done_at = now()
       where partner_id = $1 and purchase_id = $2 and done_at is null
       returning 1`,
      [partner.id, id, refundId],
    );
    return done === undefined ? 0 : enqueueRefunded(ctx, tx, partner, id);
  });
  if (mails > 0) ctx.wake('messages');
  return true;
}
