import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';

/** Housekeeping: counters whose window is over. */
export const forgetOldCounters = (ctx: Context): Promise<number> =>
  forgetAll(ctx.db, forget('abuse_counters', 'expire < $1', 'expire'), [Date.now()]);
