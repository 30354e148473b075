/**
 * A grant of the calling traveler, checked in the order of section 8 of docs/contract.md: there and
 * theirs, classic, unclaimed, unexpired.
 */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { parseQueueId } from '../../ids.ts';
import { partnerNow } from '../partners/now.ts';
import { QUEUE_FIELDS, type Queue } from '../esims/provisioning/queue.ts';
import type { Wanted } from '../planning/choose-later.ts';
import type { AppUser } from '../travelers/app-user.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';

export type Grant = Omit<Queue, 'bundle_id'> & {
  bundle_id: string | null;
  iso3: string | null;
  expires_at: Date | null;
  wanted: Wanted | null;
  is_code: boolean;
  /** a provider was asked for it, and may have done it */ is_under_way: boolean;
};

const notFound = (): AppError =>
  new AppError('package_queue_not_found', 'There is no such package queue.');

/** Locks the traveler, then the grant. Throws what the callables say. */
export async function lockGrant(
  ctx: Context,
  tx: Tx,
  user: AppUser,
  queueUuid: string,
): Promise<Grant> {
  const id = parseQueueId(queueUuid);
  if (id === null || user.travelerId === null) throw notFound();
  await lockTraveler(tx, user.partnerId, user.travelerId);
  const grant = await tx.one<Grant>(
    `select ${QUEUE_FIELDS}, iso3, expires_at, wanted, is_code, false as is_under_way
     from package_queues
     where partner_id = $1 and id = $2
     for no key update`,
    [user.partnerId, id],
  );
  if (
    grant === undefined ||
    grant.traveler_id !== user.travelerId ||
    (grant.is_code && grant.redeemed_at === null)
  )
    throw notFound();
  if (grant.esim_type !== 'classic' || grant.is_code)
    throw invalid([{ field: 'queue_id', issue: 'expected a classic package queue' }]);
  if (grant.redeemed_at !== null)
    throw new AppError('already_redeemed', 'The package queue is already claimed.');
  if (grant.cancelled_at !== null)
    throw new AppError('booking_cancelled', 'The booking of this package queue is cancelled.');
  grant.is_under_way =
    (await tx.one(`select 1 from provider_orders where queue_id = $1 and state <> 'rejected'`, [
      id,
    ])) !== undefined;
  // A claim that began in time ends well.
  if (
    grant.expires_at !== null &&
    grant.expires_at <= partnerNow(ctx, { id: user.partnerId }) &&
    !grant.is_under_way
  )
    throw new AppError('grant_expired', 'The package queue has expired.');
  return grant;
}
