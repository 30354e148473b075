/** What was ordered ahead is there: the eSIM shows, its package is kept for the redemption. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Order } from '../provisioning/orders.ts';
import { pollSoon } from '../provisioning/put-package.ts';
import { firstPlan } from '../usage/poll-pace.ts';

/**
 * Locks the queue. False: the order is none ahead, or a redemption has taken it over; it does so
 * under this lock.
 */
export async function isAhead(tx: Tx, order: Order): Promise<boolean> {
  if (order.preorder === null) return false;
  await tx.rows(
    'select 1 from package_queues where partner_id = $1 and id = $2 for no key update',
    [order.partner_id, order.queue_id],
  );
  const row = await tx.one<{ is_ahead: boolean }>(
    'select preorder is not null as is_ahead from provider_orders where id = $1',
    [order.id],
  );
  return row?.is_ahead === true;
}

/**
 * In the transaction that confirms the order. Of one that nobody wants any more the job finds that
 * out at once, of any other when its activation window is over.
 */
export async function holdPackage(
  ctx: Context,
  tx: Tx,
  order: Order,
  { iccid, packageId }: { iccid: string; packageId: string },
  now: Date,
): Promise<void> {
  await tx.rows(
    `update provider_orders o
     set preorder = 'held', provider_package_id = $2, preordered_at = $3,
       preorder_due_at = clock_timestamp() + case when q.cancelled_at is null
         then q.activation_window_days else 0 end * interval '1 day'
     from package_queues q
     where o.id = $1 and q.partner_id = o.partner_id and q.id = o.queue_id`,
    [order.id, packageId, now],
  );
  await pollSoon(tx, iccid, firstPlan(ctx.providers.get(order.provider)?.can.tellsUsage === true));
}
