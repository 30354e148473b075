import type { Context } from '../../../context.ts';
import { forget, inBatches } from '../../../db/forget.ts';
import { KEPT_S } from './keyed-request.ts';

const OLD = `partner_id = $1 and created_at < now() - interval '${KEPT_S} s'`;

/** Housekeeping: answers that are kept for nobody any more. */
export async function forgetOldAnswers(ctx: Context): Promise<number> {
  let count = 0;
  for (const { id } of await ctx.db.rows<{ id: string }>('select id from partners'))
    count += await inBatches(() =>
      ctx.db.partnerTx(
        id,
        async (tx) =>
          (await tx.one<{ count: number }>(forget('idempotency_keys', OLD, 'created_at'), [id]))!
            .count,
      ),
    );
  return count;
}
