/**
 * A traveler asks, on the page of a mail's link, for a package that waits: it is brought onto their
 * eSIM, which is made where there is none.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { queueUuid } from '../../ids.ts';
import { setGrantDestination } from '../grants/set-destination.ts';
import { openMailLink, type Trip } from './open-mail-link.ts';
import { fulfil, requestRedemption } from './redemptions.ts';

export type Taking = { slug: string; token: string; queueId: string; destination?: string };

/**
 * Answers when it is there, or surely comes: the page shows which. Null: the link opens nothing
 * (any more), or has no such package. Throws `invalid_request` where the destination that it needs
 * is missing or has no such bundle.
 */
export async function takePackage(
  ctx: Context,
  { slug, token, queueId, destination }: Taking,
): Promise<Trip | null> {
  const trip = await openMailLink(ctx, slug, token);
  if (trip?.state !== 'open') return null;
  const item = trip.items.find((one) => one.queueId === queueId);
  if (item === undefined) return null;
  if (item.standing !== 'waiting') return trip;
  const { partner } = trip;
  if (item.needsDestination) await setDestination(ctx, trip, queueId, destination);
  const isFirst = await ctx.db.partnerTx(partner.id, (tx) =>
    requestRedemption(tx, partner.id, queueId, { isNow: false }),
  );
  if (isFirst) await fulfil(ctx, partner, { queue_id: queueId, attempts: 0 });
  return trip;
}

/**
 * Only a grant can lack one: universal packages are booked with theirs, and codes are not taken
 * here.
 */
async function setDestination(
  ctx: Context,
  { partner }: Trip,
  queueId: string,
  destination: string | undefined,
): Promise<void> {
  const queue = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<{ traveler_id: string }>(
      'select traveler_id from package_queues where partner_id = $1 and id = $2',
      [partner.id, queueId],
    ),
  );
  if (queue === undefined)
    throw new AppError('package_queue_not_found', 'There is no such package queue.');
  const user = {
    partnerId: partner.id,
    travelerId: queue.traveler_id,
    externalUserId: null,
    email: null,
  };
  await setGrantDestination(ctx, user, queueUuid(queueId), destination ?? '');
}
