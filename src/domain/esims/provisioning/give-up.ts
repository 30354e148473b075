/** An order of which it is certain that nothing was provisioned, and that no other provider takes. */
import type { Context } from '../../../context.ts';
import type { RefusalReason } from '../../../providers/provider.ts';
import { partnerNow } from '../../partners/now.ts';
import { giveUpAhead } from '../preordering/give-up-ahead.ts';
import { countFailed } from './count-failed.ts';
import { delaySeconds, isTrial, MAX_ATTEMPTS, settle, type Order } from './orders.ts';
import type { Outcome } from './outcome.ts';
import { tellFailed } from './tell-provisioned.ts';

class Superseded extends Error {}

/**
 * A queue stays redeemable and waits for its next redemption; its partner is told. One that was
 * redeemed before does not wait.
 */
export async function giveUp(
  ctx: Context,
  order: Order,
  reason: RefusalReason,
  why: string,
): Promise<Outcome> {
  const evidence = { outcome: reason, why };
  if (isTrial(order)) {
    const kept = await settle(ctx.db, order, { state: 'rejected', after: null, evidence });
    return kept ? reason : 'superseded';
  }
  if (order.preorder !== null) {
    const ahead = await giveUpAhead(ctx, order, evidence);
    if (ahead !== 'redeemed') return ahead === 'kept' ? reason : 'superseded';
  }
  if (order.queue_id === null || order.replaces !== null) {
    // Nobody may ever ask for a universal eSIM, or again for a package that is brought over: it is
    // tried again on the schedule, and by the next redemption at once.
    const kept = await settle(ctx.db, order, {
      state: 'intent',
      after: delaySeconds(order.lookups),
      lookups: Math.min(order.lookups + 1, MAX_ATTEMPTS),
      nothingSent: true,
      evidence,
    });
    return kept ? reason : 'superseded';
  }
  const now = partnerNow(ctx, { id: order.partner_id });
  let deliver = false;
  const kept = await ctx.db
    .partnerTx(order.partner_id, async (tx) => {
      // The queue before its order, as everywhere.
      if (order.provider_order_id !== null) await countFailed(tx, order);
      if (!(await settle(tx, order, { state: 'rejected', after: null, evidence })))
        throw new Superseded();
      deliver = await tellFailed(tx, order, reason, now);
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof Superseded) return false;
      throw error;
    });
  if (deliver) ctx.wake('deliveries');
  return kept ? reason : 'superseded';
}
