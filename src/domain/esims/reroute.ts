/**
 * A provider refused to make a traveler's universal eSIM: the next one may, as long as the traveler has none. Every open
 * queue must have an equal bundle there (destination, size, type, at least the duration); the price on the queue stays.
 */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Bundle } from '../catalog/types.ts';
import { leaseMs, ORDER_COLUMNS, type Order } from './orders.ts';

export type OpenQueue = { id: string; destination_id: string; package_type: string; bytes: number | null; duration_days: number; covers: string[] | null };

/** The equal bundle of another provider that costs us least, null when there is none. */
export function equalBundle(ctx: Context, queue: OpenQueue, provider: string): Bundle | null {
  const fits = ctx.catalog.current().bundlesOf(queue.destination_id).filter((b) =>
    b.template.provider === provider && b.esim_types.includes('universal') && b.type === queue.package_type && b.bytes === queue.bytes
    && b.duration_days >= queue.duration_days && (queue.covers ?? []).every((iso3) => b.template.coverage.includes(iso3)));
  return fits.sort((a, b) => a.template.cost - b.template.cost || (a.id < b.id ? -1 : 1))[0] ?? null;
}

export const openQueues = (tx: Tx, partnerId: string, travelerId: string): Promise<OpenQueue[]> =>
  tx.rows<OpenQueue>(`select id, destination_id, package_type, bytes, duration_days, covers from package_queues
    where partner_id = $1 and traveler_id = $2 and esim_type = 'universal' and redeemed_at is null and cancelled_at is null`, [partnerId, travelerId]);

/** Freezes another provider's equal bundle on a queue; its price stays. */
export async function moveQueue(tx: Tx, partnerId: string, queueId: string, bundle: Bundle): Promise<void> {
  const t = bundle.template;
  await tx.rows(
    `update package_queues set bundle_id = $3, template_id = $4, provider = $5, coverage = $6, imsi = $7, activation_window_days = $8, duration_days = $9
     where partner_id = $1 and id = $2`, [partnerId, queueId, bundle.id, t.id, t.provider, t.coverage, t.imsi, t.activation_window_days, bundle.duration_days]);
}

/** The order on its next provider with the lease kept, or null when every provider has refused since the last attempt that all refused. */
export async function rerouteCreation(ctx: Context, order: Order): Promise<Order | null> {
  return ctx.db.partnerTx(order.partner_id, async (tx) => {
    const mine = await tx.one<{ tried: string[] }>(
      `select array(select e->>'left' from jsonb_array_elements(evidence) with ordinality x(e, n) where e ? 'left' and n > coalesce((
         select max(n) from jsonb_array_elements(evidence) with ordinality y(e, n) where e->>'outcome' in ('out_of_stock', 'rejected')), 0)) as tried
       from provider_orders where id = $1 and fence = $2 for update`, [order.id, order.fence]);
    if (mine === undefined) return null;
    const queues = await openQueues(tx, order.partner_id, order.traveler_id);
    const tried = new Set([...mine.tried, order.provider]);
    const next = [...ctx.providers.keys()].find((name) => !tried.has(name)
      && ctx.catalog.current().bundles.some((b) => b.template.provider === name && b.esim_types.includes('universal'))
      && queues.every((q) => equalBundle(ctx, q, name) !== null));
    if (next === undefined) return null;
    await tx.rows('update travelers set provider = $3 where partner_id = $1 and id = $2', [order.partner_id, order.traveler_id, next]);
    for (const queue of queues) await moveQueue(tx, order.partner_id, queue.id, equalBundle(ctx, queue, next)!);
    const moved = await tx.one<Order>(
      `update provider_orders set provider = $3, fence = fence + 1, sends = 0, sent_at = null, lease_until = clock_timestamp() + $4 * interval '1 ms',
         evidence = evidence || jsonb_build_array(jsonb_build_object('at', clock_timestamp(), 'left', provider))
       where id = $1 and fence = $2 returning ${ORDER_COLUMNS}`, [order.id, order.fence, next, leaseMs(ctx.providers.get(next))]);
    return moved ?? null;
  });
}
