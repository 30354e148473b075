/**
 * What a partner hears of a purchase: that its package is on an eSIM, once, in the transaction that
 * puts it there. Which of a traveler's purchases is the first for a destination a constraint says.
 */
import type { Tx } from '../../../db/pool.ts';
import { queueUuid } from '../../../ids.ts';
import { toMajor } from '../../money.ts';
import type { NewEvent } from '../../webhooks/record-event.ts';
import type { Order } from './orders.ts';

type Provisioned = {
  id: string;
  traveler_id: string;
  bundle_id: string;
  iso3: string;
  amount: number;
  currency: string;
  paid_at: Date;
  total_bytes: number | null;
  external_user_id: string | null;
};

/** None where the queue was not bought. The queue, its order and its eSIM are locked. */
export async function purchasedEvents(
  tx: Tx,
  order: Pick<Order, 'partner_id'>,
  queueId: string,
  iccid: string,
  now: Date,
): Promise<NewEvent[]> {
  const bought = await tx.one<Provisioned>(
    `update purchases p
     set state = 'provisioned', provisioned_at = now()
     where p.partner_id = $1 and p.queue_id = $2 and p.state = 'paid'
     returning p.id, p.traveler_id, p.bundle_id, p.iso3, p.amount, p.currency, p.paid_at,
       (p.choice->>'bytes')::bigint as total_bytes,
       (select t.external_user_id
         from travelers t
         where t.partner_id = p.partner_id and t.id = p.traveler_id) as external_user_id`,
    [order.partner_id, queueId],
  );
  if (bought === undefined) return [];
  // What was in doubt was whether it would be made.
  await tx.rows(
    `update checkouts
     set doubt = null, doubted_at = null
     where purchase_id = $1 and doubt = 'order_unclear'`,
    [bought.id],
  );
  const isFirst = await tx.one(
    `insert into first_purchases (partner_id, traveler_id, iso3, purchase_id)
     values ($1, $2, $3, $4)
     on conflict do nothing
     returning 1`,
    [order.partner_id, bought.traveler_id, bought.iso3, bought.id],
  );
  return [
    {
      partnerId: order.partner_id,
      type: isFirst === undefined ? 'topup.completed' : 'package.purchased',
      entityId: bought.id,
      sequence: 1,
      at: now,
      data: {
        purchase_id: bought.id,
        external_user_id: bought.external_user_id,
        package_id: bought.bundle_id,
        package_queue_uuid: queueUuid(queueId),
        iso3: bought.iso3,
        total_bytes: bought.total_bytes,
        esim_iccid: iccid,
        amount: toMajor({ minor: bought.amount, currency: bought.currency }),
        currency: bought.currency,
        purchased_at: bought.paid_at.toISOString(),
      },
    },
  ];
}
