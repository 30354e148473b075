/**
 * What an erased traveler has not taken yet is given back: bookings for them alone are cancelled
 * where that is possible, of the others their entitlements. What is on an eSIM runs out by itself; the
 * eSIM takes nothing more.
 */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { AppError } from '../../errors.ts';
import { cancelWithin } from '../bookings/changing/cancel-booking.ts';
import { archiveEsim, isBeingFilled } from '../esims/archive-esim.ts';
import type { Scope } from '../partners/scope.ts';
import type { Known } from './known.ts';

/** What the caller tells the jobs of after the commit. */
export type Ended = { deliver: boolean; released: boolean; cancelled: string[] };

/** The traveler, the bookings and the queues are locked. */
export async function endEntitlements(scope: Scope, known: Known): Promise<Ended> {
  const { tx, partner, now } = scope;
  const ended: Ended = { deliver: false, released: false, cancelled: [] };
  for (const { id } of known.bookings.filter(({ is_shared }) => !is_shared)) {
    const done = await cancelIfPossible(scope, id);
    if (done === null || !done.isNew) continue;
    ended.cancelled.push(id);
    ended.deliver ||= done.deliver;
    ended.released ||= done.released;
  }
  const released = await tx.rows(
    `with given_back as (update package_queues q
       set cancelled_at = $3
       where q.partner_id = $1
         and q.traveler_id = $2
         and q.cancelled_at is null
         and q.redeemed_at is null
         and not exists (select 1
           from provider_orders o
           where o.queue_id = q.id
             and o.state <> 'rejected'
             and o.cancelled_at is null
             and o.preorder is null)
       returning q.id)
     update provider_orders
     set preorder_due_at = clock_timestamp()
     where partner_id = $1
       and preorder = 'held'
       and state = 'confirmed'
       and cancelled_at is null
       and queue_id in (select id from given_back)
     returning 1`,
    [partner.id, known.travelerId, now],
  );
  ended.released ||= released.length > 0;
  return ended;
}

/** Null: it is too late for that; what is redeemed of it stays as it is. */
async function cancelIfPossible(scope: Scope, id: string) {
  try {
    return await cancelWithin(scope, id);
  } catch (error) {
    if (error instanceof AppError && error.type === 'booking_locked') return null;
    throw error;
  }
}

/**
 * Answers whether none is left in use. One that a package is on its way to waits for that: what the
 * supplier makes has a place to go.
 */
export async function archiveEsims(
  tx: Tx,
  { partnerId, esims }: Known,
  now: Date,
): Promise<boolean> {
  let isDone = true;
  for (const { id } of esims) {
    if (await isBeingFilled(tx, partnerId, id)) isDone = false;
    else await archiveEsim(tx, partnerId, id, now);
  }
  return isDone;
}

/** Whether an eSIM may still be made for them. */
export const isOrdering = async (
  db: Pick<Context['db'], 'one'>,
  { partnerId, travelerId }: Known,
): Promise<boolean> =>
  (await db.one(
    `select 1
     from provider_orders
     where partner_id = $1
       and traveler_id = $2
       and state in ('intent', 'unknown', 'pending', 'needs_review')
     limit 1`,
    [partnerId, travelerId],
  )) !== undefined;
