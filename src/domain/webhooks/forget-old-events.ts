/** Housekeeping: events, deliveries and attempts older than 30 days of real time. */
import type { Context } from '../../context.ts';
import { behindEach, FORGET_BATCH, type Looked } from '../../db/forget.ts';
import type { Tx } from '../../db/pool.ts';
import { firstIdAt } from '../../ids.ts';
import { KEPT_DAYS } from './feed/list-events.ts';

export const firstEventIdAt = (ms: number): string => firstIdAt('evt', ms);

/**
 * By their ids, which begin with the real time they were made at: a range of the primary key, each
 * of which is looked at once. What is still pending keeps its event.
 */
export async function forgetOldEvents(ctx: Context): Promise<number> {
  const before = firstEventIdAt(Date.now() - KEPT_DAYS * 86_400_000);
  let count = 0;
  for (const { id } of await ctx.db.rows<{ id: string }>('select id from partners')) {
    count += await behindEach((after) => forgetBatch(ctx, id, after, before));
  }
  return count;
}

const forgetBatch = (
  ctx: Context,
  partnerId: string,
  after: string,
  before: string,
): Promise<Looked> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    // Locked first, so that what was sent again until then is seen to be pending.
    const locked = await tx.rows<{ id: string }>(
      `select id
       from events
       where partner_id = $1 and id > $2 and id < $3
       order by id
       limit ${FORGET_BATCH}
       for update skip locked`,
      [partnerId, after, before],
    );
    const gone = await forgetSettled(
      tx,
      partnerId,
      locked.map((event) => event.id),
    );
    return { count: gone, last: locked.length === FORGET_BATCH ? locked.at(-1)!.id : undefined };
  });

/**
 * Answers how many. Written so that each is looked up by its key: a join would read whole tables
 * where statistics are off.
 */
const forgetSettled = async (tx: Tx, partnerId: string, ids: readonly string[]): Promise<number> =>
  (await tx.one<{ count: number }>(
    `with old as materialized (select x.id
       from unnest($2::text[]) as x(id)
       where (select 1
         from deliveries d
         where d.partner_id = $1 and d.event_id = x.id and d.state = 'pending'
         limit 1) is null),
       a as (delete
         from attempts
         where partner_id = $1 and event_id = any(array(select id from old))),
       d as (delete
         from deliveries
         where partner_id = $1 and event_id = any(array(select id from old))),
       e as (delete
         from events
         where partner_id = $1 and id = any(array(select id from old))
         returning 1)
     select count(*) as count
     from e`,
    [partnerId, ids],
  ))!.count;
