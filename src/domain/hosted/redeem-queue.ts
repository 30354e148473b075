/**
 * One try to bring a queue onto its traveler's eSIM, whatever its kind: for whoever asked for it on
 * a page.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { queueUuid } from '../../ids.ts';
import { nextStep, provision } from '../esims/provisioning/provision.ts';
import { QUEUE_FIELDS, type Queue } from '../esims/provisioning/queue.ts';
import { claimGrant } from '../grants/claim-grant.ts';
import type { Partner } from '../partners/partner.ts';
import type { Scope } from '../partners/scope.ts';
import { redeemCode } from '../promo-codes/redeem-code.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';

/** `later`: nothing is lost, another try may do it; `never`: no try will. */
export type Outcome = 'done' | 'later' | 'never';

type Row = {
  traveler_id: string | null;
  esim_type: string;
  code: string | null;
  hosted_email: string | null;
  hosted_destination: string | null;
};

const LATER = new Set([
  'provider_unavailable',
  'redeem_in_progress',
  'overloaded',
  'too_many_requests',
]);

export async function redeemQueue(
  ctx: Context,
  partner: Partner,
  queueId: string,
): Promise<Outcome> {
  const row = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<Row>(
      `select q.traveler_id, q.esim_type, c.code, c.hosted_email, c.hosted_destination
       from package_queues q
       left join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
       where q.partner_id = $1 and q.id = $2`,
      [partner.id, queueId],
    ),
  );
  if (row === undefined) return 'never';
  try {
    await run(ctx, partner, queueId, row);
    return 'done';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.type === 'already_redeemed') return 'done';
    return LATER.has(error.type) ? 'later' : 'never';
  }
}

async function run(ctx: Context, partner: Partner, queueId: string, row: Row): Promise<void> {
  if (row.code !== null) {
    await redeemCode(ctx, partner, row.code, {
      email: row.hosted_email ?? undefined,
      destination: row.hosted_destination ?? undefined,
    });
  } else if (row.esim_type === 'classic') {
    const user = {
      partnerId: partner.id,
      travelerId: row.traveler_id,
      externalUserId: null,
      email: null,
    };
    await claimGrant(ctx, user, queueUuid(queueId));
  } else {
    await provision(ctx, partner, (scope) => prepare(scope, queueId, row.traveler_id!));
  }
}

/** As redeeming by the API does it; the traveler is known from the queue. */
async function prepare(
  scope: Scope,
  queueId: string,
  travelerId: string,
): ReturnType<typeof nextStep> {
  const { tx, partner } = scope;
  await lockTraveler(tx, partner.id, travelerId);
  const queue = await tx.one<Queue>(
    `select ${QUEUE_FIELDS} from package_queues where partner_id = $1 and id = $2 for no key update`,
    [partner.id, queueId],
  );
  if (queue === undefined || queue.traveler_id !== travelerId)
    throw new AppError('package_queue_not_found', 'The traveler has no such package queue.');
  if (queue.cancelled_at !== null)
    throw new AppError('booking_cancelled', 'The booking of this package queue is cancelled.');
  if (queue.redeemed_at !== null)
    throw new AppError('already_redeemed', 'This package queue is already redeemed.');
  return nextStep(scope, travelerId, queue);
}
