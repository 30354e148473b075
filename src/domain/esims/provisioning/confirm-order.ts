/** Transaction 2 of a provisioning: what the telco made becomes ours, once. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { sqlState } from '../../../db/retry.ts';
import { SQLSTATE } from '../../../db/sqlstate.ts';
import { newId } from '../../../ids.ts';
import type { ProviderOrder } from '../../../providers/provider.ts';
import { partnerNow } from '../../partners/now.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import { holdPackage, isAhead } from '../preordering/hold-package.ts';
import { firstPlan } from '../usage/poll-pace.ts';
import { insertEsim, isUniversal } from './insert-esim.ts';
import { settle, type Order } from './orders.ts';
import type { Outcome } from './outcome.ts';
import { insertPackage, redeemQueue } from './put-package.ts';
import { redeemedEvents } from './redeemed-events.ts';
import { tellOfNewEsim } from './tell-of-new-esim.ts';
import { provisionedEvent } from './tell-provisioned.ts';

class QueueGone extends Error {}
class Superseded extends Error {}

/** `alsoIn`: what is written together with it. */
export async function confirmOrder(
  ctx: Context,
  order: Order,
  found: ProviderOrder,
  alsoIn: (tx: Tx) => Promise<void> = async () => {},
): Promise<Outcome> {
  const now = partnerNow(ctx, { id: order.partner_id });
  const iccid = found.iccid ?? order.iccid!;
  try {
    const { deliver, mails, isAwaited } = await ctx.db.partnerTx(order.partner_id, async (tx) => {
      await alsoIn(tx);
      return write(ctx, tx, order, { ...found, iccid }, now);
    });
    if (deliver) ctx.wake('deliveries');
    if (mails > 0) ctx.wake('messages');
    if (isAwaited) ctx.wake('replacements');
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

/**
 * Whether there is something to deliver, how many mails are to be sent, and whether a replacement
 * waits for the eSIM.
 */
type Written = { deliver: boolean; mails: number; isAwaited: boolean };

async function write(
  ctx: Context,
  tx: Tx,
  order: Order,
  found: ProviderOrder & { iccid: string },
  now: Date,
): Promise<Written> {
  const { iccid } = found;
  const esimId = order.kind === 'create_esim' ? newId('esm') : order.esim_id!;
  if (await isAhead(tx, order)) return ahead(ctx, tx, order, esimId, found, now);
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
  const isAwaited =
    order.kind === 'create_esim' && (await insertEsim(ctx, tx, order, esimId, found.profile!, now));
  if (order.queue_id === null) return { deliver: false, mails: 0, isAwaited };
  const made = await insertPackage(tx, order, now, {
    esimId,
    iccid,
    providerPackageId: found.package_id,
    poll: firstPlan(ctx.providers.get(order.provider)?.can.tellsUsage === true),
    at: now,
    since: now,
  });
  // Of one that is brought over its partner was told then.
  const redeemed = queue === null ? [] : await redeemedEvents(tx, order, queue, iccid, now);
  const deliver = await recordEvents(tx, [provisionedEvent(order, made, iccid, now), ...redeemed]);
  const isBeside =
    order.kind === 'create_esim' &&
    !isUniversal(order) &&
    !isAwaited &&
    (queue?.esim_type ?? (await typeOf(tx, order))) === 'universal';
  return { deliver, mails: isBeside ? await tellOfNewEsim(tx, order, now) : 0, isAwaited };
}

const typeOf = async (tx: Tx, order: Order): Promise<string> =>
  (await tx.one<{ esim_type: string }>(
    'select esim_type from package_queues where partner_id = $1 and id = $2',
    [order.partner_id, order.queue_id],
  ))!.esim_type;

/** The eSIM shows at once, the package that was ordered ahead with it when it is redeemed. */
async function ahead(
  ctx: Context,
  tx: Tx,
  order: Order,
  esimId: string,
  found: ProviderOrder & { iccid: string },
  now: Date,
): Promise<Written> {
  const kept = await settle(tx, order, {
    state: 'confirmed',
    after: null,
    providerOrderId: found.id,
    esimId,
    cost: found.cost,
  });
  if (!kept) throw new Superseded();
  const isAwaited = await insertEsim(ctx, tx, order, esimId, found.profile!, now);
  const made = { iccid: found.iccid, packageId: found.package_id! };
  await holdPackage(ctx, tx, order, made, now);
  return { deliver: false, mails: 0, isAwaited };
}
