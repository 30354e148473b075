/**
 * A package that is brought over and that the new eSIM does not take: nobody can redeem its queue
 * again, so it gets an eSIM of its own.
 */
import type { Context } from '../../../context.ts';
import type { ProviderRefused } from '../../../providers/provider.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';
import type { Order } from '../provisioning/orders.ts';
import { lockTried, moveOrder } from '../provisioning/reroute.ts';
import {
  moveQueue,
  rankForQueues,
  SOURCED_FIELDS,
  type SourcedQueue,
} from '../provisioning/source-of-queue.ts';
import { comesEmpty } from './comes-empty.ts';

/**
 * The order with the lease kept, or null where it stays: what has run out comes back, where packages
 * are the same on every eSIM.
 */
export async function moveBesideNew(
  ctx: Context,
  order: Order,
  { reason, message }: ProviderRefused,
): Promise<Order | null> {
  const isFinal =
    reason === 'rejected' || (reason === 'out_of_stock' && !comesEmpty(ctx, order.provider));
  if (!isFinal) return null;
  const partner = await findPartner(ctx, order.partner_id);
  return inScope(ctx, partner, (scope) => move(scope, order, message));
}

/** As redeeming does it: the traveler, the queue, the order. */
async function move(scope: Scope, order: Order, why: string): Promise<Order | null> {
  const { ctx, tx, partner } = scope;
  await lockTraveler(tx, partner.id, order.traveler_id);
  const queue = await tx.one<SourcedQueue>(
    `select ${SOURCED_FIELDS}
     from package_queues
     where partner_id = $1 and id = $2
     for no key update`,
    [partner.id, order.queue_id],
  );
  if (queue === undefined || (await lockTried(tx, order)) === null) return null;
  const onto = { esimType: 'classic', account: null } as const;
  const source = rankForQueues({ ctx, partner }, [queue], onto, order.traveler_id).find(
    ({ account }) => account.takesNew && account.outBecause === null,
  )?.sources[0];
  if (source === undefined) return null;
  await moveQueue(tx, partner.id, queue, source);
  const to = { account: source.account, source, esim: null };
  return (await moveOrder(ctx, tx, order, to, why)) ?? null;
}
