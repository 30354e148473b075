/**
 * Redeeming: a queue becomes a package on the traveler's universal eSIM. Transaction 1 checks under
 * the traveler's and the queue's locks and commits an intent; the telco is called; transaction 2
 * (confirm-order) writes what it made.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { parseQueueId } from '../../../ids.ts';
import type { Partner } from '../../partners/partner.ts';
import type { Scope } from '../../partners/scope.ts';
import { nextStep, provision, type Step } from './provision.ts';
import { QUEUE_FIELDS, type Queue } from './queue.ts';
import { alreadyRedeemed } from './already-redeemed.ts';
import { lockUser } from '../../travelers/lock-traveler.ts';

const queueNotFound = (): AppError =>
  new AppError('package_queue_not_found', 'The traveler has no such package queue.');

/** Resolves when the queue is a package on the eSIM; throws what the wire should say otherwise. */
export async function redeem(
  ctx: Context,
  partner: Partner,
  externalUserId: string,
  queueIdOrUuid: string,
  requestKey: string | null = null,
): Promise<{ queueId: string }> {
  const queueId = parseQueueId(queueIdOrUuid);
  if (queueId === null) throw queueNotFound();
  await provision(ctx, partner, (scope) => prepare(scope, externalUserId, queueId), {
    queueId,
    requestKey,
  });
  return { queueId };
}

/** Under the traveler's lock: what is to be done next for this queue. */
async function prepare(scope: Scope, externalUserId: string, queueId: string): Promise<Step> {
  const { tx, partner } = scope;
  const travelerId = await lockUser(tx, partner.id, externalUserId);
  if (travelerId === null) throw queueNotFound();
  const queue = await tx.one<Queue & { is_code: boolean }>(
    `select ${QUEUE_FIELDS}, is_code
     from package_queues
     where partner_id = $1 and id = $2
     for no key update`,
    [partner.id, queueId],
  );
  // A code has its own way in; it shows as a queue only once it is redeemed.
  if (
    queue === undefined ||
    queue.traveler_id !== travelerId ||
    (queue.is_code && queue.redeemed_at === null)
  )
    throw queueNotFound();
  if (queue.esim_type !== 'universal')
    throw new AppError(
      'invalid_request',
      'package_queue_id: a classic grant is claimed in the app, not redeemed',
      { details: [{ field: 'package_queue_id', issue: 'expected a universal package queue' }] },
    );
  if (queue.cancelled_at !== null)
    throw new AppError('booking_cancelled', 'The booking of this package queue is cancelled.');
  if (queue.redeemed_at !== null)
    throw await alreadyRedeemed(scope, queue, 'This package queue is already redeemed.');
  return nextStep(scope, travelerId, queue);
}
