/**
 * A booking leaves an intent to make its traveler's eSIM. Where the account makes none without a
 * package, the intent becomes an order of the traveler's first package here, just before it is sent:
 * as late as any other order chooses its account and its source.
 */
import type { Context } from '../../../context.ts';
import type { Provider } from '../../../providers/provider.ts';
import type { Source } from '../../catalog/types.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { supplyOf } from '../../routing/supply.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';
import { leaseMs, ORDER_COLUMNS, type Order } from '../provisioning/orders.ts';
import { redemptionReference } from '../provisioning/order-reference.ts';
import { moveOrder, setAccount } from '../provisioning/reroute.ts';
import {
  moveQueue,
  rankForQueues,
  SOURCED_FIELDS,
  sourcesKeeping,
  templateOrder,
  type SourcedQueue,
} from '../provisioning/source-of-queue.ts';
import { canBeAhead, ordersAhead } from './can-be-ahead.ts';

/** An intent of an eSIM that has no package yet, at an account that makes none without. */
export const isUnbound = (
  provider: Pick<Provider, 'can'> | undefined,
  order: Pick<Order, 'kind' | 'queue_id' | 'is_classic' | 'replaces' | 'state'>,
): boolean =>
  order.kind === 'create_esim' &&
  order.queue_id === null &&
  !order.is_classic &&
  order.replaces === null &&
  order.state === 'intent' &&
  provider?.can.emptyProfile === false;

type OpenQueue = SourcedQueue & { failed_orders: number; departure_at: Date };

/** With the lease kept. Null: nothing is ordered ahead, and the intent is gone. */
export async function bindPreorder(ctx: Context, order: Order): Promise<Order | null> {
  const partner = await findPartner(ctx, order.partner_id);
  return inScope(ctx, partner, (scope) => bind(scope, order));
}

async function bind(scope: Scope, order: Order): Promise<Order | null> {
  const { ctx, tx, partner, now } = scope;
  const { traveler_id: travelerId } = order;
  await lockTraveler(tx, partner.id, travelerId);
  const open = await openQueues(scope, travelerId);
  const mine = await tx.one(
    `select 1 from provider_orders where id = $1 and fence = $2 and state = 'intent' for update`,
    [order.id, order.fence],
  );
  if (mine === undefined) return null;
  const onto = { esimType: 'universal', account: null } as const;
  const account = rankForQueues(scope, open, onto, travelerId)[0]?.account.name;
  const [first] = open;
  if (first === undefined || account === undefined) return drop(scope, order);
  if (ctx.providers.get(account)?.can.emptyProfile === true) {
    await setAccount(tx, partner.id, travelerId, account);
    const to = { account, source: null, esim: null };
    return (await moveOrder(ctx, tx, order, to, 'another account makes eSIMs ahead')) ?? null;
  }
  const source = sourceAhead(scope, first, account, now);
  if (source === null) return drop(scope, order);
  await setAccount(tx, partner.id, travelerId, account);
  await moveQueue(tx, partner.id, first, source);
  return (await write(scope, order, first, source)) ?? null;
}

/** The first one first: by when it was booked. Locked in the order of ids. */
async function openQueues({ tx, partner, now }: Scope, travelerId: string): Promise<OpenQueue[]> {
  const rows = await tx.rows<OpenQueue & { created_at: Date; position: number }>(
    `select ${SOURCED_FIELDS}, failed_orders, created_at, position,
       (select b.departure_at
         from bookings b
         where b.partner_id = package_queues.partner_id
           and b.id = package_queues.booking_id) as departure_at
     from package_queues
     where partner_id = $1
       and traveler_id = $2
       and esim_type = 'universal'
       and not is_code
       and redeemed_at is null
       and cancelled_at is null
       and not exists (select 1
         from purchases p
         where p.partner_id = package_queues.partner_id and p.queue_id = package_queues.id)
       and (expires_at is null or expires_at > $3)
     order by id
     for no key update`,
    [partner.id, travelerId, now],
  );
  return rows.sort(
    (a, b) =>
      a.created_at.getTime() - b.created_at.getTime() ||
      a.position - b.position ||
      (a.id < b.id ? -1 : 1),
  );
}

/** The cheapest one of the account that may be ordered ahead. */
function sourceAhead(
  { ctx, partner }: Scope,
  queue: OpenQueue,
  account: string,
  now: Date,
): Source | null {
  if (!ordersAhead(ctx, account)) return null;
  const onto = { esimType: 'universal', account } as const;
  const [source] = sourcesKeeping(ctx, supplyOf(ctx, partner).onSale, queue, onto)
    .filter((one) => canBeAhead(one, queue.departure_at, now))
    .sort((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1));
  return source ?? null;
}

/** Nothing has left, so nothing is lost: whoever redeems orders. */
async function drop({ tx }: Scope, order: Order): Promise<null> {
  await tx.rows('delete from provider_orders where id = $1 and fence = $2', [
    order.id,
    order.fence,
  ]);
  return null;
}

const write = (
  { ctx, tx }: Scope,
  order: Order,
  queue: OpenQueue,
  source: Source,
): Promise<Order | undefined> =>
  tx.one<Order>(
    `update provider_orders
     set provider = $3, queue_id = $4, reference = $5, template = $6, is_universal = true,
       preorder = 'ordered', lease_until = clock_timestamp() + $7 * interval '1 ms',
       next_attempt_at = clock_timestamp() + $7 * interval '1 ms', updated_at = clock_timestamp()
     where id = $1 and fence = $2
     returning ${ORDER_COLUMNS}`,
    [
      order.id,
      order.fence,
      source.account,
      queue.id,
      redemptionReference(queue),
      JSON.stringify(templateOrder(source)),
      leaseMs(ctx.providers.get(source.account)),
    ],
  );
