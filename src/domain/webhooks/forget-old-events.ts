/** Housekeeping: events, deliveries and attempts older than 30 days of real time. */
import type { Context } from '../../context.ts';
import { KEPT_DAYS } from './feed/list-events.ts';

const BATCH = 2_000;

/**
 * No event made at or after this real time (milliseconds) has a smaller id: ids begin with 48 bits
 * of it, see ids.ts.
 */
export function firstEventIdAt(ms: number): string {
  let head = '';
  for (let rest = ms; head.length < 10; rest = Math.floor(rest / 32))
    head = '0123456789abcdefghjkmnpqrstvwxyz'[rest % 32]! + head;
  return `evt_${head}`;
}

/**
 * By their ids, which begin with the real time they were made at: a range of the primary key. What
 * is still pending keeps its event.
 */
export async function forgetOldEvents(ctx: Context): Promise<number> {
  const before = firstEventIdAt(Date.now() - KEPT_DAYS * 86_400_000);
  let count = 0;
  for (const { id } of await ctx.db.rows<{ id: string }>('select id from partners')) {
    for (let deleted = BATCH; deleted === BATCH; count += deleted) {
      deleted = await ctx.db.partnerTx(
        id,
        async (tx) =>
          (await tx.one<{ count: number }>(
            `with old as materialized (select e.id
               from events e
               where e.partner_id = $1
                 and e.id < $2
                 and not exists (select 1
                   from deliveries d
                   where d.partner_id = $1 and d.event_id = e.id and d.state = 'pending')
               order by e.id
               limit ${BATCH}
               for update skip locked),
               a as (delete
                 from attempts a using old
                 where a.partner_id = $1 and a.event_id = old.id),
               d as (delete
                 from deliveries d using old
                 where d.partner_id = $1 and d.event_id = old.id),
               e as (delete
                 from events e using old
                 where e.partner_id = $1 and e.id = old.id
                 returning 1)
             select count(*) as count
             from e`,
            [id, before],
          ))!.count,
      );
    }
  }
  return count;
}
