import type { Context } from '../../context.ts';
import { leaseMs, takeDueOrders } from './orders.ts';
import { runOrder } from './run-order.ts';

const BATCH = 20;

/** Runs what is due until nothing is, `BATCH` at a time; returns how many were run. `isStopping` ends it between batches. */
export async function runDueOrders(ctx: Context, isStopping: () => boolean = () => false): Promise<number> {
  const longest = Math.max(...[...ctx.providers.values()].map(leaseMs), leaseMs(undefined));
  let count = 0;
  while (!isStopping()) {
    const orders = await takeDueOrders(ctx.db, BATCH, longest);
    if (orders.length === 0) return count;
    count += orders.length;
    const results = await Promise.allSettled(orders.map((order) => runOrder(ctx, order)));
    for (const [i, result] of results.entries()) {
      // The lease runs out and the order is looked up again; nothing is lost.
      if (result.status === 'rejected') ctx.log.error({ order: orders[i]!.id, message: String((result.reason as Error)?.message ?? result.reason) }, 'provider order attempt failed');
    }
  }
  return count;
}
