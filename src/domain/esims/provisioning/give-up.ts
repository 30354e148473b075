/** An order of which it is certain that nothing was provisioned, and that no other provider takes. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { RefusalReason } from '../../../providers/provider.ts';
import { partnerNow } from '../../partners/now.ts';
import { giveUpAhead } from '../preordering/give-up-ahead.ts';
import { countFailed } from './count-failed.ts';
import { movedReference } from './order-reference.ts';
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
    return (await tryAgain(ctx, order, evidence)) ? reason : 'superseded';
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

/** What its telco had accepted stays there under its reference, so another one follows. */
const tryAgain = (
  ctx: Context,
  order: Order,
  evidence: Record<string, unknown>,
): Promise<boolean> =>
  ctx.db.partnerTx(order.partner_id, async (tx) => {
    const isNamed = order.queue_id !== null && order.provider_order_id !== null;
    if (isNamed) await countFailed(tx, order);
    const kept = await settle(tx, order, {
      state: 'intent',
      after: delaySeconds(order.lookups),
      lookups: Math.min(order.lookups + 1, MAX_ATTEMPTS),
      nothingSent: true,
      evidence,
    });
    if (kept && isNamed) await renameMoved(tx, order);
    return kept;
  });

async function renameMoved(tx: Tx, order: Order): Promise<void> {
  const queue = await tx.one<{ id: string; failed_orders: number; cancelled: number }>(
    `select id, failed_orders, (select count(*)::int
       from provider_orders o
       where o.queue_id = q.id and o.cancelled_at is not null) as cancelled
     from package_queues q
     where partner_id = $1 and id = $2`,
    [order.partner_id, order.queue_id],
  );
  await tx.rows('update provider_orders set reference = $2 where id = $1', [
    order.id,
    movedReference(queue!, queue!.cancelled),
  ]);
}
