/**
 * What a visitor names has to be theirs, and of their booking where they came for one. Not theirs
 * looks like not there.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { parseQueueId } from '../../ids.ts';
import type { Partner } from '../partners/partner.ts';
import { bookingOf, type Visitor } from './visitor.ts';

/** Throws `esim_not_found` for an ICCID that is not the visitor's own. */
export async function checkOwnEsim(
  ctx: Context,
  partner: Partner,
  visitor: Visitor,
  iccid: string,
): Promise<void> {
  const own = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one(
      `select 1
       from esims e
       where e.partner_id = $1
         and e.iccid = $2
         and e.traveler_id = $3
         and e.archived_at is null
         and ($4::text is null or exists (select 1
           from package_queues q
           left join packages k on k.partner_id = $1 and k.queue_id = q.id
           where q.partner_id = $1
             and q.booking_id = $4
             and q.traveler_id = $3
             and case when k.id is null then e.type = q.esim_type and e.type = 'universal' else k.esim_id = e.id end))`,
      [partner.id, iccid, visitor.travelerId, bookingOf(visitor)],
    ),
  );
  if (own === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
}

/** Throws `package_queue_not_found` where the visitor came for another booking than the queue's. */
export async function checkOwnQueue(
  ctx: Context,
  partner: Partner,
  visitor: Visitor,
  queueIdOrUuid: string,
): Promise<void> {
  const bookingId = bookingOf(visitor);
  if (bookingId === null) return;
  const id = parseQueueId(queueIdOrUuid);
  const own = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one(
      `select 1
       from package_queues
       where partner_id = $1 and id = $2 and traveler_id = $3 and booking_id = $4`,
      [partner.id, id, visitor.travelerId, bookingId],
    ),
  );
  if (own === undefined)
    throw new AppError('package_queue_not_found', 'There is no such package queue.');
}
