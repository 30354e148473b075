import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../context.ts';
import { leaseMs, takeDueOrders, type Order } from './orders.ts';
import { runOrder } from './run-order.ts';

/** Per provider, so that one that hangs does not hold up the work of another. */
const AT_ONCE = 20;
const LOOK_AGAIN_MS = 200;

/**
 * Runs what is due until nothing is; returns how many were run. With `isStopping` it takes no more
 * and ends what it has.
 */
export async function runDueOrders(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const longest = Math.max(...[...ctx.providers.values()].map(leaseMs), leaseMs(undefined));
  const running = new Map<string, Set<Promise<void>>>();
  let count = 0;
  const run = async (order: Order): Promise<void> => {
    try {
      await runOrder(ctx, order);
    } catch (error) {
      // The lease runs out and the order is looked up again; nothing is lost.
      ctx.log.error(
        { order: order.id, message: error instanceof Error ? error.message : String(error) },
        'provider order attempt failed',
      );
    }
  };
  try {
    while (!isStopping()) {
      // Orders of providers that are gone are run too: they end in review.
      for (const provider of await dueProviders(ctx)) {
        const mine = running.get(provider) ?? new Set();
        running.set(provider, mine);
        if (mine.size >= AT_ONCE) continue;
        for (const order of await takeDueOrders(ctx.db, provider, AT_ONCE - mine.size, longest)) {
          count++;
          const attempt = run(order).finally(() => mine.delete(attempt));
          mine.add(attempt);
        }
      }
      const all = [...running.values()].flatMap((mine) => [...mine]);
      if (all.length === 0) break;
      await Promise.race([Promise.all(all), sleep(LOOK_AGAIN_MS)]);
    }
  } finally {
    await Promise.all([...running.values()].flatMap((mine) => [...mine]));
  }
  return count;
}

/** Distinct providers by leaps over the index, however many orders are due. */
const dueProviders = async (ctx: Context): Promise<string[]> =>
  (
    await ctx.db.rows<{ provider: string }>(
      `with recursive p as ((select provider
         from provider_orders
         where next_attempt_at is not null
         order by provider
         limit 1)
         union all select (select o.provider
           from provider_orders o
           where o.next_attempt_at is not null and o.provider > p.provider
           order by o.provider
           limit 1)
         from p
         where p.provider is not null)
       select provider
       from p
       where provider is not null`,
    )
  ).map((row) => row.provider);
