/** Transaction 2 of a provisioning: what the telco made becomes ours, once. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { sqlState } from '../../../db/retry.ts';
import { SQLSTATE } from '../../../db/sqlstate.ts';
import { newId } from '../../../ids.ts';
import type { ProviderOrder } from '../../../providers/provider.ts';
import { partnerNow } from '../../partners/now.ts';
import { setTimer } from '../../timers/set-timer.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import { firstPlan, type PollPlan } from '../usage/poll-pace.ts';
import { insertEsim, isUniversal } from './insert-esim.ts';
import { settle, type Order } from './orders.ts';
import type { Outcome } from './outcome.ts';
import { redeemedEvents, type RedeemedQueue } from './redeemed-events.ts';
import { tellOfNewEsim } from './tell-of-new-esim.ts';
import { provisionedEvent, type MadePackage } from './tell-provisioned.ts';

class QueueGone extends Error {}
class Superseded extends Error {}

export async function confirmOrder(
  ctx: Context,
  order: Order,
  found: ProviderOrder,
): Promise<Outcome> {
  const now = partnerNow(ctx, { id: order.partner_id });
  const iccid = found.iccid ?? order.iccid!;
  try {
    const { deliver, mails } = await ctx.db.partnerTx(order.partner_id, (tx) =>
      write(ctx, tx, order, { ...found, iccid }, now),
    );
    if (deliver) ctx.wake('deliveries');
    if (mails > 0) ctx.wake('messages');
    return 'confirmed';
  } catch (error) {
    if (error instanceof Superseded) return 'superseded';
    if (sqlState(error) !== SQLSTATE.uniqueViolation && !(error instanceof QueueGone)) throw error;
    // The telco gave out something that is ours already (an ICCID twice, a second universal eSIM):
    // a person has to look.
    const why =
      error instanceof QueueGone
        ? 'the package queue was redeemed or cancelled beside its order'
        : 'what the provider made collides with what is stored';
    await settle(ctx.db, order, {
      state: 'needs_review',
      after: null,
      evidence: { why, iccid, provider_order_id: found.id },
    });
    ctx.log.error(
      { order: order.id, provider: order.provider, why },
      'provider order needs review',
    );
    return 'needs_review';
  }
}

/** Whether there is something to deliver, and how many mails are to be sent. */
async function write(
  ctx: Context,
  tx: Tx,
  order: Order,
  found: ProviderOrder & { iccid: string },
  now: Date,
): Promise<{ deliver: boolean; mails: number }> {
  const { iccid } = found;
  const esimId = order.kind === 'create_esim' ? newId('esm') : order.esim_id!;
  // The queue before its order, as whoever redeems takes them. A package that is brought over was
  // redeemed before.
  const isNew = order.queue_id !== null && order.replaces === null;
  const queue = isNew ? await redeemQueue(tx, order, now) : null;
  const kept = await settle(tx, order, {
    state: 'confirmed',
    after: null,
    providerOrderId: found.id,
    esimId,
    cost: found.cost,
  });
  if (!kept) throw new Superseded();
  if (queue === undefined) throw new QueueGone();
  if (order.kind === 'create_esim') await insertEsim(ctx, tx, order, esimId, found.profile!, now);
  if (order.queue_id === null) return { deliver: false, mails: 0 };
  const made = await insertPackage(tx, order, now, {
    esimId,
    iccid,
    providerPackageId: found.package_id,
    poll: firstPlan(ctx.providers.get(order.provider)?.can.tellsUsage === true),
  });
  // Of one that is brought over its partner was told then.
  const redeemed = queue === null ? [] : await redeemedEvents(tx, order, queue, iccid, now);
  const deliver = await recordEvents(tx, [provisionedEvent(order, made, iccid, now), ...redeemed]);
  const isBeside =
    order.kind === 'create_esim' && !isUniversal(order) && queue?.esim_type === 'universal';
  return { deliver, mails: isBeside ? await tellOfNewEsim(tx, order, now) : 0 };
}

/** Undefined: it was redeemed or cancelled already. */
const redeemQueue = (tx: Tx, order: Order, now: Date): Promise<RedeemedQueue | undefined> =>
  tx.one<RedeemedQueue>(
    `update package_queues
     set redeemed_at = $3
     where partner_id = $1 and id = $2 and redeemed_at is null and cancelled_at is null
     returning id, is_code, esim_type, booking_id`,
    [order.partner_id, order.queue_id, now],
  );

/** Where it came to be; `poll`: when its provider is first asked about it. */
type Landed = {
  esimId: string;
  iccid: string;
  providerPackageId: string | null;
  poll: PollPlan;
};

/** The eSIM before the package, the timer last. */
async function insertPackage(
  tx: Tx,
  order: Order,
  now: Date,
  { esimId, iccid, providerPackageId, poll }: Landed,
): Promise<MadePackage> {
  await tx.rows('update esims set last_updated = $3 where partner_id = $1 and id = $2', [
    order.partner_id,
    esimId,
    now,
  ]);
  await tx.rows(
    `update iccids
     set poll_at = least(poll_at, clock_timestamp() + $2 * interval '1 ms'),
       poll_rank = case when poll_at is null then $3 else least(poll_rank, $3) end
     where iccid = $1`,
    [iccid, poll.everyMs, poll.rank],
  );
  const made = await tx.one<MadePackage & { activate_before: Date }>(
    `insert into packages (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id,
       template_id, iso3, coverage, package_type, total_bytes, duration_days, status, assigned_at,
       activate_before)
     select partner_id, $3, id, $4, $5, bundle_id, template_id, iso3, coverage, package_type, $8,
       $9, 'ACTIVE', $6::timestamptz,
       $6::timestamptz + activation_window_days * interval '1 day'
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
      now,
      order.traveler_id,
      // As its source delivers it, which may be more than was sold, or hardly less.
      order.template!.bytes,
      order.template!.duration_days,
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
