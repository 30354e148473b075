/**
 * Bodies of messages hold codes and names: they are emptied when nobody needs them any more.
 * Retention runs on real time.
 */
import type { Context } from '../../context.ts';

export const KEEP_DAYS = 90;
const BATCH = 1_000;

export async function forgetOldMessages(ctx: Context): Promise<number> {
  let count = 0;
  for (;;) {
    const old = await ctx.db.rows<{ partner_id: string; ids: string[] }>(
      `select partner_id, array_agg(message_id) as ids from (
         select partner_id, message_id from dispatches where next_attempt_at is null and created_at < clock_timestamp() - interval '${KEEP_DAYS} days' limit ${BATCH}) d group by partner_id`,
    );
    if (old.length === 0) return count;
    for (const { partner_id, ids } of old) {
      await ctx.db.partnerTx(partner_id, async (tx) => {
        await tx.rows('delete from dispatches where partner_id = $1 and message_id = any($2)', [
          partner_id,
          ids,
        ]);
        await tx.rows(
          `update messages
           set subject = null, text = null, html = null
           where partner_id = $1 and id = any($2)`,
          [partner_id, ids],
        );
      });
      count += ids.length;
    }
  }
}
