/** What a partner hears of a redemption itself: a code was redeemed, a grant claimed. */
import type { Tx } from '../../../db/pool.ts';
import { queueUuid } from '../../../ids.ts';
import type { NewEvent } from '../../webhooks/record-event.ts';
import type { Order } from './orders.ts';
import { purchasedEvents } from './purchased-events.ts';

export type RedeemedQueue = {
  id: string;
  is_code: boolean;
  esim_type: string;
  booking_id: string | null;
  is_bought: boolean;
};

export const redeemedEvents = async (
  tx: Tx,
  order: Order,
  queue: RedeemedQueue,
  iccid: string,
  now: Date,
): Promise<NewEvent[]> => [
  ...(await ofKind(tx, order, queue, iccid, now)),
  ...(queue.is_bought ? await purchasedEvents(tx, order, queue.id, iccid, now) : []),
];

const ofKind = async (
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
