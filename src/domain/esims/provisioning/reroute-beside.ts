/**
 * A package that the account of its eSIM will not deliver, though the order is there: it goes on
 * beside the universal eSIM, where the partner wants that.
 */
import type { Context } from '../../../context.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';
import { moveBeside } from './beside-universal.ts';
import { fittingClassic } from './fitting-classic.ts';
import type { Order } from './orders.ts';
import { lockTried, moveOrder, universalOf } from './reroute.ts';
import { plannedSource, SOURCED_FIELDS, type SourcedQueue } from './source-of-queue.ts';

/**
 * The order at another account with the lease kept, or null where it stays. Only for an order that
 * certainly made nothing; `why`: for the operator.
 */
export async function rerouteBeside(
  ctx: Context,
  order: Order,
  why: string,
): Promise<Order | null> {
  const partner = await findPartner(ctx, order.partner_id);
  if (partner.settings.esim_on_failover !== 'new_esim') return null;
  const moved = await inScope(ctx, partner, (scope) => move(scope, order, why));
  if (moved !== null)
    ctx.log.info(
      { order: order.id, from: order.provider, to: moved.provider, why },
      'provider order goes to another account, beside the universal eSIM',
    );
  return moved;
}

/** As redeeming does it: the traveler, the queue, the order. */
async function move(scope: Scope, order: Order, why: string): Promise<Order | null> {
  const { ctx, tx, partner } = scope;
  await lockTraveler(tx, partner.id, order.traveler_id);
  const queue = await tx.one<SourcedQueue>(
    `select ${SOURCED_FIELDS}
     from package_queues
     where partner_id = $1
       and id = $2
       and esim_type = 'universal'
       and redeemed_at is null
       and cancelled_at is null
     for no key update`,
    [partner.id, order.queue_id],
  );
  if (queue === undefined) return null;
  const tried = await lockTried(tx, order);
  if (tried === null) return null;
  const universal = await universalOf(tx, order);
  // It is being replaced, or was put away: whoever redeems next decides.
  if (universal === null) return null;
  const placed = await moveBeside(scope, order.traveler_id, queue, tried.add(universal));
  if (placed === null) return null;
  const to = {
    account: placed.provider,
    source: plannedSource(ctx, placed),
    esim: (await fittingClassic(scope, order.traveler_id, placed)) ?? null,
  };
  return (await moveOrder(ctx, tx, order, to, why)) ?? null;
}
