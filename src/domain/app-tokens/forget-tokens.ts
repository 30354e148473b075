import type { Context } from '../../context.ts';
import { PUBLISHED } from './issuer-keys.ts';

/** Housekeeping: keys of which no token is left, and App Check tokens that have run out. */
export async function forgetOldTokens(ctx: Context): Promise<void> {
  await ctx.db.rows(
    `delete from issuer_keys where retired_at <= clock_timestamp() - interval '${PUBLISHED}'`,
  );
  await ctx.db.rows('delete from used_app_tokens where expires_at < clock_timestamp()');
}
