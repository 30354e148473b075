/**
 * A provider refused to make an eSIM: the next one may, as long as there is none. Every queue that
 * is to go onto it must have an equal bundle there (destination, size, type, at least the
 * duration); the price on the queue stays.
 */
import type { Context } from '../../../context.ts';
import { lease } from '../../../db/due-work/lease.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Bundle } from '../../catalog/types.ts';
import { equalBundle, type OpenQueue } from '../../planning/equal-bundle.ts';
import type { TemplateOrder } from '../../../providers/provider.ts';
import { leaseMs, ORDER_COLUMNS, type Order } from './orders.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';

const openQueues = (tx: Tx, partnerId: string, travelerId: string): Promise<OpenQueue[]> =>
  tx.rows<OpenQueue>(
    `select id, destination_id, package_type, bytes, duration_days, covers
     from package_queues
     where partner_id = $1
       and traveler_id = $2
       and esim_type = 'universal'
       and redeemed_at is null
       and cancelled_at is null
     order by id
     for no key update`,
    [partnerId, travelerId],
  );

const queueOf = (tx: Tx, order: Order): Promise<OpenQueue[]> =>
  tx.rows<OpenQueue>(
    `select id, destination_id, package_type, bytes, duration_days, covers
     from package_queues
     where partner_id = $1 and id = $2
     for no key update`,
    [order.partner_id, order.queue_id],
  );

export const templateOrder = ({ template, bytes, duration_days }: Bundle): TemplateOrder => ({
  id: template.id,
  bytes,
  duration_days,
  coverage: template.coverage,
  imsi: template.imsi,
});

/** Freezes another provider's equal bundle on a queue; its price stays. */
export async function moveQueue(
  tx: Tx,
  partnerId: string,
  queueId: string,
  bundle: Bundle,
): Promise<void> {
  const t = bundle.template;
  await tx.rows(
    `update package_queues
     set bundle_id = $3, template_id = $4, provider = $5, coverage = $6, imsi = $7,
       activation_window_days = $8, duration_days = $9
     where partner_id = $1 and id = $2`,
    [
      partnerId,
      queueId,
      bundle.id,
      t.id,
      t.provider,
      t.coverage,
      t.imsi,
      t.activation_window_days,
      bundle.duration_days,
    ],
  );
}

/**
 * Providers that have refused since the last attempt that all refused, the present one included.
 * Locks the order; null: its lease is gone.
 */
async function lockTried(tx: Tx, order: Order): Promise<Set<string> | null> {
  const mine = await tx.one<{ tried: string[] }>(
    `select array(select e->>'left'
       from jsonb_array_elements(evidence) with ordinality x(e, n)
       where e ? 'left'
         and n > coalesce((select max(n)
           from jsonb_array_elements(evidence) with ordinality y(e, n)
           where e->>'outcome' in ('out_of_stock', 'no_funds', 'maintenance', 'rejected',
             'not_reached')),
           0)) as tried
     from provider_orders
     where id = $1 and fence = $2
     for update`,
    [order.id, order.fence],
  );
  return mine === undefined ? null : new Set([...mine.tried, order.provider]);
}

/**
 * The order on its next provider with the lease kept, or null when every provider has refused since
 * the last attempt that all refused.
 */
export async function rerouteCreation(
  ctx: Context,
  order: Order,
  why: string,
): Promise<Order | null> {
  return ctx.db.partnerTx(order.partner_id, async (tx) => {
    // As redeeming does: the traveler, the queues, the order.
    await lockTraveler(tx, order.partner_id, order.traveler_id);
    // A universal eSIM has to take all that the traveler has open, a classic one the package it is
    // ordered with.
    const esimType = order.queue_id === null ? 'universal' : 'classic';
    const queues =
      order.queue_id === null
        ? await openQueues(tx, order.partner_id, order.traveler_id)
        : await queueOf(tx, order);
    const tried = await lockTried(tx, order);
    if (tried === null) return null;
    const next = [...ctx.providers.keys()].find(
      (name) =>
        !tried.has(name) &&
        ctx.catalog
          .current()
          .bundles.some((b) => b.template.provider === name && b.esim_types.includes(esimType)) &&
        queues.every((q) => equalBundle(ctx, q, name, esimType) !== null),
    );
    if (next === undefined) return null;
    if (esimType === 'universal')
      await tx.rows('update travelers set provider = $3 where partner_id = $1 and id = $2', [
        order.partner_id,
        order.traveler_id,
        next,
      ]);
    for (const queue of queues)
      await moveQueue(tx, order.partner_id, queue.id, equalBundle(ctx, queue, next, esimType)!);
    const bundle = esimType === 'classic' ? equalBundle(ctx, queues[0]!, next, esimType)! : null;
    const moved = await tx.one<Order>(
      `update provider_orders
       set provider = $3, ${lease('$4')}, state = 'intent', sends = 0, sent_at = null,
         first_sent_at = null, provider_order_id = null, pending_until = null, template = $5,
         evidence = evidence || jsonb_build_array(jsonb_build_object('at', clock_timestamp(),
           'left', provider, 'why', $6::text))
       where id = $1 and fence = $2
       returning ${ORDER_COLUMNS}`,
      [
        order.id,
        order.fence,
        next,
        leaseMs(ctx.providers.get(next)),
        bundle === null ? null : JSON.stringify(templateOrder(bundle)),
        why,
      ],
    );
    return moved ?? null;
  });
}
