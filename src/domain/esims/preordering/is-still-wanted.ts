import type { Context } from '../../../context.ts';
import type { Order } from '../provisioning/orders.ts';
import { ordersAhead } from './can-be-ahead.ts';

/**
 * Before a package is ordered ahead: its booking may have been cancelled since it was planned, and
 * the operator may have taken the account's leave. A redemption that has taken the order over wants
 * it in any case.
 */
export async function isStillWanted(ctx: Context, order: Order): Promise<boolean> {
  if (order.preorder === null) return true;
  const row = await ctx.db.partnerTx(order.partner_id, (tx) =>
    tx.one<{ is_open: boolean; is_ahead: boolean }>(
      `select q.cancelled_at is null and q.redeemed_at is null as is_open,
         o.preorder is not null as is_ahead
       from provider_orders o
       join package_queues q on q.partner_id = o.partner_id and q.id = o.queue_id
       where o.id = $1`,
      [order.id],
    ),
  );
  return row !== undefined && row.is_open && (!row.is_ahead || ordersAhead(ctx, order.provider));
}
