import type { Context } from '../../context.ts';
import { forget, forgetAll, inBatches } from '../../db/forget.ts';

/** Long enough to be asked about; nothing opens with either. */
const TOKENS_KEPT = '1 day';
export const SESSION_DAYS = 30;

const OVER = `partner_id = $1 and ends_at < now() - interval '${SESSION_DAYS} days'`;

/** Housekeeping: redirect tokens and sessions that are over. */
export async function forgetOldSessions(ctx: Context): Promise<void> {
  await forgetAll(
    ctx.db,
    forget('redirect_tokens', `expires_at < now() - interval '${TOKENS_KEPT}'`, 'expires_at'),
  );
  for (const { id } of await ctx.db.rows<{ id: string }>('select id from partners'))
    await inBatches(() =>
      ctx.db.partnerTx(
        id,
        async (tx) =>
          (await tx.one<{ count: number }>(forget('webview_sessions', OVER, 'ends_at'), [id]))!
            .count,
      ),
    );
}
