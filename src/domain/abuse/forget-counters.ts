import type { Context } from '../../context.ts';

/** Housekeeping: counters whose window is over. */
export async function forgetOldCounters(ctx: Context): Promise<void> {
  await ctx.db.rows('delete from abuse_counters where expire < $1', [Date.now()]);
}
