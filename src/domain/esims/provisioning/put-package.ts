/** A queue that is redeemed, and the package that it becomes. */
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { setTimer } from '../../timers/set-timer.ts';
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
     returning id, is_code, esim_type, booking_id`,
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
  await tx.rows('update esims set last_updated = $3 where partner_id = $1 and id = $2', [
    order.partner_id,
    esimId,
    now,
  ]);
  await pollSoon(tx, iccid, poll);
  const made = await tx.one<MadePackage & { activate_before: Date }>(
    `insert into packages (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id,
       template_id, iso3, coverage, package_type, total_bytes, duration_days, status, assigned_at,
       activate_before)
     select partner_id, $3, id, $4, $5, bundle_id, template_id, iso3, coverage, package_type, $8,
       $9, 'ACTIVE', $6::timestamptz,
       $10::timestamptz + activation_window_days * interval '1 day'
     from package_queues
     where partner_id = $1 and id = $2
     returning id, activate_before, iso3, total_bytes,
       (select external_user_id from travelers t where t.partner_id = $1 and t.id = $7)`,
    [
      order.partner_id,
      order.queue_id,
      newId('epk'),
      esimId,
      providerPackageId,
      at,
      order.traveler_id,
      // As its source delivers it, which may be more than was sold, or hardly less.
      order.template!.bytes,
      order.template!.duration_days,
      since,
    ],
  );
  await setTimer(tx, {
    partnerId: order.partner_id,
    dueAt: made!.activate_before,
    kind: 'package',
    subjectId: made!.id,
  });
  return made!;
}

export const pollSoon = (tx: Tx, iccid: string, { everyMs, rank }: PollPlan): Promise<unknown> =>
  tx.rows(
    `update iccids
     set poll_at = least(poll_at, clock_timestamp() + $2 * interval '1 ms'),
       poll_rank = case when poll_at is null then $3 else least(poll_rank, $3) end
     where iccid = $1`,
    [iccid, everyMs, rank],
  );
