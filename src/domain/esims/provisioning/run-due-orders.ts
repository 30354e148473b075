import type { Context } from '../../../context.ts';
import { roomOf, takeTurns, type Room } from '../../../db/due-work/claim-in-turns.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { leaseMs, providersWithWork, takeDueOrders, type Order } from './orders.ts';
import { runOrder } from './run-order.ts';

/** Per provider, so that one that hangs does not hold up the work of another. */
const AT_ONCE = 28;
/** So that orders of one partner that hang leave places to the others. */
const OF_ONE_PARTNER = 20;
const LOOK_AGAIN_MS = 200;

/**
 * Runs what is due until nothing is; returns how many were run. With `isStopping` it takes no more
 * and ends what it has.
 */
export function runDueOrders(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const longest = Math.max(...[...ctx.providers.values()].map(leaseMs), leaseMs(undefined));
  return workOff<Order>({
    places: Infinity,
    keyOf: (order) => keyOf(order.provider, order.partner_id),
    async *take(_free, active) {
      // Orders of providers that are gone are run too: they end in review.
      for (const provider of await providersWithWork(ctx.db))
        yield* takeTurns(
          () => roomAt(provider, active),
          (room) => takeDueOrders(ctx.db, provider, room, longest),
        );
    },
    async run(order) {
      await runOrder(ctx, order);
    },
    onFailure(order, error) {
      // The order is looked up when its lease has run out; nothing is lost.
      ctx.log.error(
        { order: order.id, message: error instanceof Error ? error.message : String(error) },
        'provider order attempt failed',
      );
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });
}

const keyOf = (provider: string, partnerId: string): string => `${partnerId} ${provider}`;

function roomAt(provider: string, active: ReadonlyMap<string, number>): Room {
  const ofPartners = new Map<string, number>();
  for (const [key, count] of active) {
    const partnerId = key.slice(0, key.indexOf(' '));
    if (key === keyOf(provider, partnerId)) ofPartners.set(partnerId, count);
  }
  return roomOf(AT_ONCE, OF_ONE_PARTNER, ofPartners);
}
