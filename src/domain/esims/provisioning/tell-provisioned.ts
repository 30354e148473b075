/** What a partner hears of a queue's order: it has become a package, or nothing came of it. */
import type { Tx } from '../../../db/pool.ts';
import { queueUuid } from '../../../ids.ts';
import type { RefusalReason } from '../../../providers/provider.ts';
import { recordEvents, type NewEvent } from '../../webhooks/record-event.ts';
import type { Order } from './orders.ts';

export type MadePackage = {
  id: string;
  iso3: string;
  total_bytes: number | null;
  external_user_id: string | null;
};

/** Of every package, once: it is recorded by whoever writes the package's row. */
export const provisionedEvent = (
  order: Order,
  made: MadePackage,
  iccid: string,
  at: Date,
): NewEvent => ({
  partnerId: order.partner_id,
  type: 'package.provisioned',
  entityId: made.id,
  // Its later events count from 1.
  sequence: 0,
  at,
  data: {
    package_id: made.id,
    package_queue_uuid: queueUuid(order.queue_id!),
    esim_iccid: iccid,
    external_user_id: made.external_user_id,
    iso3: made.iso3,
    total_bytes: made.total_bytes,
  },
});

/** Partners are not told how our account at a provider stands. */
export const shownReason = (reason: RefusalReason): Exclude<RefusalReason, 'no_funds'> =>
  reason === 'no_funds' ? 'maintenance' : reason;

/** In the transaction that rejects the order. True: there is something to deliver. */
export async function tellFailed(
  tx: Tx,
  order: Order,
  reason: RefusalReason,
  at: Date,
): Promise<boolean> {
  const about = await tx.one<{ external_user_id: string | null }>(
    'select external_user_id from travelers where partner_id = $1 and id = $2',
    [order.partner_id, order.traveler_id],
  );
  return recordEvents(tx, [
    {
      partnerId: order.partner_id,
      type: 'package.provisioning_failed',
      entityId: order.id,
      sequence: 1,
      at,
      data: {
        package_queue_uuid: queueUuid(order.queue_id!),
        external_user_id: about?.external_user_id ?? null,
        reason: shownReason(reason),
      },
    },
  ]);
}
