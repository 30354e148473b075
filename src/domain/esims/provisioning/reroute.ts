/**
 * An eSIM could not be had from one account: the next one may make it, as long as there is none. It
 * must have a source for every queue that is to go onto it; bundles and prices stay as they are.
 */
import type { Context } from '../../../context.ts';
import { lease } from '../../../db/due-work/lease.ts';
import type { Tx } from '../../../db/pool.ts';
import type { EsimType, Source } from '../../catalog/types.ts';
import { partnerNow } from '../../partners/now.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import type { Scope } from '../../partners/scope.ts';
import type { Candidate } from '../../routing/choose-source.ts';
import { onSaleNow } from '../../routing/supply.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';
import { canBeAhead } from '../preordering/can-be-ahead.ts';
import { countFailed } from './count-failed.ts';
import { leaseMs, ORDER_COLUMNS, type Order } from './orders.ts';
import {
  moveQueue,
  rankForQueues,
  SOURCED_FIELDS,
  templateOrder,
  type SourcedQueue,
} from './source-of-queue.ts';

/**
 * Queues of a traveler's that a universal eSIM is still to take, as they are; `own` too, which was
 * redeemed before where its package is brought over.
 */
export const openQueues = (
  tx: Tx,
  partnerId: string,
  travelerId: string,
  own: string | null = null,
): Promise<SourcedQueue[]> =>
  tx.rows<SourcedQueue>(
    `select ${SOURCED_FIELDS}
     from package_queues
     where partner_id = $1
       and traveler_id = $2
       and (id = $3
         or esim_type = 'universal' and redeemed_at is null and cancelled_at is null)
     order by id
     for no key update`,
    [partnerId, travelerId, own],
  );

/** The account of the universal eSIM that an order's queue was booked for, null where there is none. */
export const universalOf = async (tx: Tx, order: Order): Promise<string | null> =>
  (
    await tx.one<{ provider: string }>(
      `select e.provider
       from package_queues q
       join esims e on e.partner_id = q.partner_id and e.traveler_id = q.traveler_id
       where q.partner_id = $1
         and q.id = $2
         and q.esim_type = 'universal'
         and e.type = 'universal'
         and e.archived_at is null`,
      [order.partner_id, order.queue_id],
    )
  )?.provider ?? null;

const queueOf = (tx: Tx, order: Order): Promise<SourcedQueue[]> =>
  tx.rows<SourcedQueue>(
    `select ${SOURCED_FIELDS}
     from package_queues
     where partner_id = $1 and id = $2
     for no key update`,
    [order.partner_id, order.queue_id],
  );

/**
 * Accounts that the order has left since the last attempt that all refused, the present one
 * included. Locks the order; null: its lease is gone.
 */
export async function lockTried(tx: Tx, order: Order): Promise<Set<string> | null> {
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
 * The order at its next account with the lease kept, or null where no other can take it that it has
 * not left before. Only for an order that certainly made nothing; `why`: for the operator.
 */
export async function rerouteCreation(
  ctx: Context,
  order: Order,
  why: string,
): Promise<Order | null> {
  const partner = await findPartner(ctx, order.partner_id);
  const moved = await ctx.db.partnerTx(order.partner_id, async (tx) => {
    // As redeeming does: the traveler, the queues, the order.
    await lockTraveler(tx, order.partner_id, order.traveler_id);
    // A universal eSIM has to take all that the traveler has open, a classic one the package it is
    // ordered with.
    const queues = isUniversal(order)
      ? await openQueues(tx, order.partner_id, order.traveler_id, movedQueue(order))
      : await queueOf(tx, order);
    const tried = await lockTried(tx, order);
    if (tried === null) return null;
    // A package of a universal eSIM that could not take it does not go back to its account.
    const universal = isUniversal(order) ? null : await universalOf(tx, order);
    if (universal !== null) tried.add(universal);
    const departure = order.preorder === null ? null : await departureOf(tx, order);
    const next = nextAccount({ ctx, partner }, order, queues, tried, departure);
    if (next === undefined) return null;
    const own = queues.findIndex(({ id }) => id === order.queue_id);
    if (order.queue_id !== null && own === -1) return null;
    if (isUniversal(order))
      await setAccount(tx, order.partner_id, order.traveler_id, next.account.name);
    for (const [i, queue] of queues.entries())
      await moveQueue(tx, order.partner_id, queue, next.sources[i]!);
    const source = own === -1 ? null : next.sources[own]!;
    const to = { account: next.account.name, source, esim: null };
    return (await moveOrder(ctx, tx, order, to, why)) ?? null;
  });
  if (moved !== null)
    ctx.log.info(
      { order: order.id, from: order.provider, to: moved.provider, why },
      'provider order goes to another account',
    );
  return moved;
}

function nextAccount(
  { ctx, partner }: Pick<Scope, 'ctx' | 'partner'>,
  order: Order,
  queues: readonly SourcedQueue[],
  tried: ReadonlySet<string>,
  departure: Date | null,
): Candidate | undefined {
  const esimType: EsimType = isUniversal(order) ? 'universal' : 'classic';
  const onto = { esimType, account: null };
  const now = partnerNow(ctx, partner);
  const own = queues.findIndex(({ id }) => id === order.queue_id);
  return rankForQueues({ ctx, partner }, queues, onto, order.traveler_id).find(
    ({ account, sources }) =>
      !tried.has(account.name) &&
      (departure === null ||
        (own !== -1 && account.preorder && canBeAhead(sources[own]!, departure, now))) &&
      account.takesNew &&
      account.outBecause === null &&
      (order.queue_id !== null || makesEmpty(ctx, account.name)) &&
      sells({ ctx, partner }, account.name, esimType),
  );
}

/** Of the booking whose package is ordered ahead, which the next account has to be able to. */
const departureOf = async (tx: Tx, order: Order): Promise<Date> =>
  (await tx.one<{ departure_at: Date }>(
    `select b.departure_at
     from package_queues q
     join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
     where q.partner_id = $1 and q.id = $2`,
    [order.partner_id, order.queue_id],
  ))!.departure_at;

const movedQueue = ({ queue_id, replaces }: Order): string | null =>
  replaces === null ? null : queue_id;

const isUniversal = (order: Order): boolean =>
  order.is_universal || (order.queue_id === null && !order.is_classic);

/** One that makes no profile without a package is asked when the first one is redeemed. */
const makesEmpty = (ctx: Context, account: string): boolean =>
  ctx.providers.get(account)?.can.emptyProfile === true;

/** An account without any source of the kind makes no eSIMs of it either. */
function sells(
  { ctx, partner }: Pick<Scope, 'ctx' | 'partner'>,
  account: string,
  esimType: EsimType,
): boolean {
  const onSale = onSaleNow(ctx, partner);
  return ctx.catalog.current().bundles.some((b) => onSale.isSold(b, esimType, account));
}

/** The traveler's account, until an eSIM or an order that may have left makes it final. */
export const setAccount = (
  tx: Tx,
  partnerId: string,
  travelerId: string,
  account: string,
): Promise<unknown> =>
  tx.rows('update travelers set provider = $3 where partner_id = $1 and id = $2', [
    partnerId,
    travelerId,
    account,
  ]);

/**
 * `source`: of the package that is ordered, null where an eSIM comes without one; `esim`: that it
 * goes onto, null where one is made.
 */
export type Destination = {
  account: string;
  source: Source | null;
  esim: { id: string; iccid: string } | null;
};

/** What the telco it leaves had accepted stays there under its reference: so it is counted. */
export async function moveOrder(
  ctx: Context,
  tx: Tx,
  order: Order,
  { account, source, esim }: Destination,
  why: string,
): Promise<Order | undefined> {
  if (order.queue_id !== null && order.provider_order_id !== null) await countFailed(tx, order);
  return tx.one<Order>(
    `update provider_orders
     set provider = $3, ${lease('$4')}, state = 'intent', sends = 0, sent_at = null,
       first_sent_at = null, provider_order_id = null, pending_until = null, template = $5,
       kind = case when $7::text is null then 'create_esim' else 'add_package' end, esim_id = $7,
       iccid = $8, provider_esim_id = (select provider_esim_id from iccids where iccid = $8),
       evidence = evidence || jsonb_build_array(jsonb_build_object('at', clock_timestamp(),
         'left', provider, 'for', $3::text, 'why', $6::text))
     where id = $1 and fence = $2
     returning ${ORDER_COLUMNS}`,
    [
      order.id,
      order.fence,
      account,
      leaseMs(ctx.providers.get(account)),
      source === null ? null : JSON.stringify(templateOrder(source)),
      why,
      esim?.id ?? null,
      esim?.iccid ?? null,
    ],
  );
}
