/** What the operator decides: orders whose outcome no machine could tell. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { lease } from '../../../db/due-work/lease.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
} from '../../../providers/provider.ts';
import { confirmOrder } from './confirm-order.ts';
import { leaseMs, ORDER_COLUMNS, sentOrder, type Order } from './orders.ts';

/** Back from review, with a lease for whoever decides. */
async function take(
  ctx: Context,
  id: string,
  change: string,
  alsoIn: (tx: Tx, order: Order) => Promise<void> = async () => {},
): Promise<Order> {
  const order = await ctx.db.tx(async (tx) => {
    const taken = await tx.one<Order>(
      `update provider_orders
     set state = 'unknown', lookups = 0, pending_until = null, ${lease('$2')}, ${change}
     where id = $1 and state = 'needs_review'
     returning ${ORDER_COLUMNS}`,
      [id, leaseMs(undefined)],
    );
    if (taken !== undefined) await alsoIn(tx, taken);
    return taken;
  });
  if (order !== undefined) return order;
  const exists = await ctx.db.one('select 1 from provider_orders where id = $1', [id]);
  throw exists === undefined
    ? new AppError('order_not_found', 'There is no such provider order.')
    : new AppError('order_not_in_review', 'The order is not waiting for review.');
}

/** The installation's matter: partners see what comes of it. */
const decided = (tx: Tx, actor: Actor, { id, provider }: Order, after: object): Promise<void> =>
  recordAct(tx, actor, {
    partnerId: null,
    action: 'order.decided',
    subject: id,
    before: { state: 'needs_review' },
    after: { ...after, provider },
  });

const giveBack = (ctx: Context, order: Order): Promise<unknown> =>
  ctx.db.rows(
    `update provider_orders
     set state = 'needs_review', lease_until = null, next_attempt_at = null
     where id = $1 and fence = $2`,
    [order.id, order.fence],
  );

/**
 * Takes what the provider has under our reference, or under an order id the operator names, as this
 * order's result.
 */
export async function adoptOrder(
  ctx: Context,
  actor: Actor,
  id: string,
  providerOrderId: string | undefined,
): Promise<{ id: string; state: string }> {
  // Should this process die, the sweep looks it up again.
  const order = await take(ctx, id, `next_attempt_at = clock_timestamp() + interval '1 minute'`);
  try {
    const found = await search(ctx, order, providerOrderId);
    if (found === null) throw new AppError('conflict', 'The provider has no such order.');
    if (found.kind !== order.kind || (order.iccid !== null && found.iccid !== order.iccid))
      throw new AppError('conflict', "The provider's order is of another kind or on another eSIM.");
    if (found.status !== 'confirmed')
      throw new AppError(
        'conflict',
        found.status === 'cancelled'
          ? 'The provider has cancelled this order.'
          : 'The provider is still working on this order.',
      );
    if (order.template !== null && found.package_id === null)
      throw new AppError('conflict', "The provider's order names no package.");
    if (order.kind === 'create_esim' && found.profile === null)
      throw new AppError(
        'conflict',
        "The provider does not say how the order's eSIM is installed.",
      );
    const outcome = await confirmOrder(ctx, order, found, (tx) =>
      decided(tx, actor, order, { state: 'confirmed', provider_order_id: found.id }),
    );
    if (outcome !== 'confirmed')
      throw new AppError('conflict', `The order could not be adopted: ${outcome}.`);
    return { id, state: 'confirmed' };
  } catch (error) {
    await giveBack(ctx, order);
    throw error instanceof ProviderUnclear ||
      error instanceof ProviderNotReached ||
      error instanceof ProviderRefused
      ? new AppError('conflict', `The provider could not tell: ${error.message}`, { cause: error })
      : error;
  }
}

async function search(
  ctx: Context,
  order: Order,
  providerOrderId: string | undefined,
): Promise<ProviderOrder | null> {
  const provider = ctx.providers.get(order.provider);
  if (provider === undefined)
    throw new AppError(
      'conflict',
      `There is no provider "${order.provider}" in this installation.`,
    );
  if (providerOrderId === undefined) return provider.findByReference(sentOrder(order));
  const made = await ctx.db.one<{ created_at: Date }>(
    'select created_at from provider_orders where id = $1',
    [order.id],
  );
  let cursor: string | null = null;
  do {
    const page = await provider.list({
      since: new Date(made!.created_at.getTime() - 3_600_000).toISOString(),
      cursor,
    });
    const hit = page.orders.find((o) => o.id === providerOrderId);
    if (hit !== undefined) {
      const { reference, kind } = hit;
      // A list that does not know our references tells no more than that there is this order.
      return reference === null || kind === null
        ? provider.findByReference({ ...sentOrder(order), provider_order_id: hit.id })
        : { ...hit, reference, kind };
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  return null;
}

/** The operator has ruled out that anything was provisioned: it may be sent again. */
export async function retryOrder(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<{ id: string; state: string }> {
  const order = await take(
    ctx,
    id,
    'sends = 0, sent_at = null, first_sent_at = null, provider_order_id = null, next_attempt_at = clock_timestamp()',
    (tx, taken) => decided(tx, actor, taken, { state: 'unknown', sends: 0 }),
  );
  // Under the lease, so that nobody sends it before.
  await ctx.providers.get(order.provider)?.forgetTry?.(order.reference);
  await ctx.db.rows('update provider_orders set lease_until = null where id = $1 and fence = $2', [
    order.id,
    order.fence,
  ]);
  ctx.wake('orders');
  return { id, state: 'unknown' };
}
