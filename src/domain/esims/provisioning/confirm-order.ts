/** Transaction 2 of a provisioning: what the telco made becomes ours, once. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { sqlState } from '../../../db/retry.ts';
import { newId, queueUuid } from '../../../ids.ts';
import type { ProviderOrder, ProviderProfile } from '../../../providers/provider.ts';
import { partnerNow } from '../../partners/now.ts';
import { setTimer } from '../../timers/set-timer.ts';
import { recordEvents, type NewEvent } from '../../webhooks/record-event.ts';
import { archiveEsim } from '../archive-esim.ts';
import { settle, type Order } from './orders.ts';
import { SILENCE } from '../usage/poll-esims.ts';
import type { Outcome } from './outcome.ts';
import { provisionedEvent, type MadePackage } from './tell-provisioned.ts';
import { SQLSTATE } from '../../../db/sqlstate.ts';

class QueueGone extends Error {}
class Superseded extends Error {}
/** Of an order that makes an eSIM: which kind of eSIM it makes. */
export const isUniversal = (order: Order): boolean =>
  order.is_universal || (order.queue_id === null && !order.is_classic);
/** Names of the rows that what is sealed is bound to. */
export const installRow = (esimId: string): string => `install:${esimId}`;
export const lpaRow = (esimId: string): string => `esim:${esimId}`;

export async function confirmOrder(
  ctx: Context,
  order: Order,
  found: ProviderOrder,
): Promise<Outcome> {
  const now = partnerNow(ctx, { id: order.partner_id });
  const iccid = found.iccid ?? order.iccid!;
  try {
    let deliver = false;
    await ctx.db.partnerTx(order.partner_id, async (tx) => {
      const esimId = order.kind === 'create_esim' ? newId('esm') : order.esim_id!;
      // The queue before its order, as whoever redeems takes them. A package that is brought over
      // was redeemed before.
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
      if (order.kind === 'create_esim')
        await insertEsim(ctx, tx, order, esimId, found.profile!, now);
      const events: NewEvent[] = [];
      if (order.queue_id !== null) {
        const made = await insertPackage(tx, order, esimId, iccid, found.package_id, now);
        events.push(provisionedEvent(order, made, iccid, now));
      }
      // Of one that is brought over its partner was told then.
      if (queue !== null) events.push(...(await redeemedEvents(tx, order, queue, iccid, now)));
      deliver = events.length > 0 && (await recordEvents(tx, events));
    });
    if (deliver) ctx.wake('deliveries');
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

async function insertEsim(
  ctx: Context,
  tx: Tx,
  order: Order,
  esimId: string,
  profile: ProviderProfile,
  now: Date,
): Promise<void> {
  const old = order.replaces === null ? null : await takeLeaveOf(tx, order, now);
  await tx.rows(
    `insert into iccids (iccid, partner_id, esim_id, provider, provider_esim_id)
     values ($1, $2, $3, $4, $5)`,
    [profile.iccid, order.partner_id, esimId, order.provider, profile.esim_id],
  );
  await tx.rows(
    `insert into esims (partner_id, id, traveler_id, type, iccid, provider, lpa_sealed, imsi,
       subscriber_imsi, status, status_at, time_assigned, last_updated, install_sealed)
     values ($1, $2, $3, $11, $4, $5, $6, $7, $8, $9, $10, $10, $10, $12)`,
    [
      order.partner_id,
      esimId,
      order.traveler_id,
      profile.iccid,
      order.provider,
      ctx.secrets.seal(profile.lpa, lpaRow(esimId)),
      profile.imsi ?? old?.imsi ?? null,
      profile.subscriber_imsi,
      profile.state === 'unknown' ? 'RELEASED' : profile.state,
      now,
      isUniversal(order) ? 'universal' : 'classic',
      profile.install === null
        ? null
        : ctx.secrets.seal(JSON.stringify(profile.install), installRow(esimId)),
    ],
  );
  if (old !== null)
    await tx.rows(
      'update esim_replacements set new_esim_id = $3 where partner_id = $1 and old_esim_id = $2',
      [order.partner_id, order.replaces, esimId],
    );
}

/**
 * The eSIM that the new one replaces is archived just before; a profile that came empty takes over
 * its IMSI plan.
 */
async function takeLeaveOf(tx: Tx, order: Order, now: Date): Promise<{ imsi: string | null }> {
  const old = await tx.one<{ imsi: string | null }>(
    'select imsi from esims where partner_id = $1 and id = $2 for no key update',
    [order.partner_id, order.replaces],
  );
  await archiveEsim(tx, order.partner_id, order.replaces!, now);
  return old!;
}

type RedeemedQueue = {
  id: string;
  is_code: boolean;
  esim_type: string;
  booking_id: string | null;
};

/** Undefined: it was redeemed or cancelled already. */
const redeemQueue = (tx: Tx, order: Order, now: Date): Promise<RedeemedQueue | undefined> =>
  tx.one<RedeemedQueue>(
    `update package_queues
     set redeemed_at = $3
     where partner_id = $1 and id = $2 and redeemed_at is null and cancelled_at is null
     returning id, is_code, esim_type, booking_id`,
    [order.partner_id, order.queue_id, now],
  );

/** The eSIM before the package, the timer last. */
async function insertPackage(
  tx: Tx,
  order: Order,
  esimId: string,
  iccid: string,
  providerPackageId: string | null,
  now: Date,
): Promise<MadePackage> {
  await tx.rows('update esims set last_updated = $3 where partner_id = $1 and id = $2', [
    order.partner_id,
    esimId,
    now,
  ]);
  await tx.rows(
    `update iccids set poll_at = clock_timestamp() + interval '${SILENCE}' where iccid = $1`,
    [iccid],
  );
  const made = await tx.one<MadePackage & { activate_before: Date }>(
    `insert into packages (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id,
       template_id, iso3, coverage, package_type, total_bytes, duration_days, status, assigned_at,
       activate_before)
     select partner_id, $3, id, $4, $5, bundle_id, template_id, iso3, coverage, package_type, bytes,
       duration_days, 'ACTIVE', $6::timestamptz,
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

/** What the partner is told of the redemption itself. */
const redeemedEvents = async (
  tx: Tx,
  order: Order,
  queue: RedeemedQueue,
  iccid: string,
  now: Date,
): Promise<NewEvent[]> =>
  queue.is_code
    ? [await codeEvent(tx, order, queue, now)]
    : queue.esim_type === 'classic'
      ? [await grantEvent(tx, order, queue, iccid, now)]
      : [];

type Redeemed = Pick<RedeemedQueue, 'id' | 'booking_id'>;

async function codeEvent(tx: Tx, order: Order, queue: Redeemed, now: Date): Promise<NewEvent> {
  const code = await tx.one<{ code: string; uuid: string | null; sequence: number }>(
    `update promo_codes
     set sequence = sequence + 1
     where partner_id = $1 and queue_id = $2
     returning code, uuid, sequence`,
    [order.partner_id, queue.id],
  );
  return {
    partnerId: order.partner_id,
    type: 'promo_code.redeemed',
    entityId: queue.id,
    sequence: code!.sequence,
    at: now,
    data: {
      promo_code: code!.code,
      uuid: code!.uuid,
      booking_id: queue.booking_id,
      redeemed_at: now.toISOString(),
    },
  };
}

/** A package onto an eSIM that was there is called a top-up here, though nobody paid for it. */
async function grantEvent(
  tx: Tx,
  order: Order,
  queue: Redeemed,
  iccid: string,
  now: Date,
): Promise<NewEvent> {
  const user = await tx.one<{ external_user_id: string | null }>(
    'select external_user_id from travelers where partner_id = $1 and id = $2',
    [order.partner_id, order.traveler_id],
  );
  return {
    partnerId: order.partner_id,
    type: 'classic_package_queue.claimed',
    entityId: queue.id,
    sequence: 1,
    at: now,
    data: {
      queue_id: queueUuid(queue.id),
      booking_id: queue.booking_id,
      esim_iccid: iccid,
      user_id: order.traveler_id,
      external_user_id: user?.external_user_id ?? null,
      is_top_up: order.kind === 'add_package',
    },
  };
}
