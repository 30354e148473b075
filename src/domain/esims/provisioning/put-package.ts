/** A queue that is redeemed, and the package that it becomes. */
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import type { PollPlan } from '../usage/poll-pace.ts';
import type { Order } from './orders.ts';
import type { RedeemedQueue } from './redeemed-events.ts';
import type { MadePackage } from './tell-provisioned.ts';

/** Undefined: it was redeemed or cancelled already. */
export const redeemQueue = (
  tx: Tx,
  order: Pick<Order, 'partner_id' | 'queue_id'>,
  now: Date,
): Promise<RedeemedQueue | undefined> =>
  tx.one<RedeemedQueue>(
    `update package_queues
     set redeemed_at = $3
     where partner_id = $1 and id = $2 and redeemed_at is null and cancelled_at is null
     returning id, is_code, esim_type, booking_id, exists (
       select from purchases p where p.partner_id = $1 and p.queue_id = $2) as is_bought`,
    [order.partner_id, order.queue_id, now],
  );

/**
 * Where it came to be. `poll`: when its provider is first asked about it; `at`: when it became the
 * traveler's; `since`: when its activation window began.
 */
export type Landed = {
  esimId: string;
  iccid: string;
  providerPackageId: string | null;
  poll: PollPlan;
  at: Date;
  since: Date;
};

/** The eSIM before the package, the timer last. */
export async function insertPackage(
  tx: Tx,
  order: Order,
  now: Date,
  { esimId, iccid, providerPackageId, poll, at, since }: Landed,
): Promise<MadePackage> {
  const made = await tx.one<MadePackage>(
    `select id, iso3, total_bytes, external_user_id
     from put_package($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      order.partner_id,
      order.queue_id,
      newId('epk'),
      esimId,
      iccid,
      providerPackageId,
      // As its source delivers it, which may be more than was sold, or hardly less.
      order.template!.bytes,
      order.template!.duration_days,
      now,
      at,
      since,
      poll.everyMs,
      poll.rank,
      order.traveler_id,
    ],
    'put-package',
  );
  return made!;
}

export const pollSoon = (tx: Tx, iccid: string, { everyMs, rank }: PollPlan): Promise<unknown> =>
  tx.rows('select poll_soon($1, $2, $3)', [iccid, everyMs, rank], 'poll-soon');
