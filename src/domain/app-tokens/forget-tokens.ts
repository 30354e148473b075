import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import { PUBLISHED } from './issuer-keys.ts';

/** Housekeeping: keys of which no token is left, and App Check tokens that have run out. */
export async function forgetOldTokens(ctx: Context): Promise<void> {
  await ctx.db.rows(
    `delete from issuer_keys where retired_at <= clock_timestamp() - interval '${PUBLISHED}'`,
  );
  await forgetAll(ctx.db, forget('used_app_tokens', 'expires_at < now()', 'expires_at'));
}
