/**
 * The operator does not want to wait until an eSIM is asked about by plan: it is next, within the
 * limits of its account.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';

/** Throws `esim_not_found`. The answer is applied like any report. */
export async function askNow(ctx: Context, iccid: string): Promise<{ iccid: string }> {
  const row = await ctx.db.one(
    `update iccids
     set hinted_at = clock_timestamp(), poll_at = clock_timestamp()
     where iccid = $1
     returning 1`,
    [iccid],
  );
  if (row === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
  ctx.wake('polls');
  return { iccid };
}
