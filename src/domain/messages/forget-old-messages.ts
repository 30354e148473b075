/**
 * Bodies of messages hold codes and names: they are emptied when nobody needs them any more.
 * Retention runs on real time.
 */
import type { Context } from '../../context.ts';
import { FORGET_BATCH, inBatches } from '../../db/forget.ts';

export const KEEP_DAYS = 90;

type Old = { partner_id: string; ids: string[] };

/** Answers how many are emptied. */
export async function forgetOldMessages(ctx: Context): Promise<number> {
  let count = 0;
  await inBatches(async () => {
    const old = await ctx.db.rows<Old>(
      `select partner_id, array_agg(message_id) as ids
       from (select partner_id, message_id
         from dispatches
         where next_attempt_at is null and created_at < now() - interval '${KEEP_DAYS} days'
         order by created_at
         limit ${FORGET_BATCH}) d
       group by partner_id`,
    );
    for (const { partner_id, ids } of old) count += await empty(ctx, partner_id, ids);
    return old.reduce((sum, { ids }) => sum + ids.length, 0);
  });
  return count;
}

/** But for what somebody has planned again meanwhile. */
const empty = (ctx: Context, partnerId: string, ids: readonly string[]): Promise<number> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const gone = await tx.rows<{ message_id: string }>(
      `delete from dispatches
       where partner_id = $1 and message_id = any($2) and next_attempt_at is null
       returning message_id`,
      [partnerId, ids],
    );
    await tx.rows(
      `update messages
       set subject = null, text = null, html = null
       where partner_id = $1 and id = any($2)`,
      [partnerId, gone.map((g) => g.message_id)],
    );
    return gone.length;
  });
