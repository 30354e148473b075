/** Housekeeping: requests that were kept for as long as they are. */
import type { Context } from '../../context.ts';
import { forget, inBatches } from '../../db/forget.ts';
import { firstIdAt } from '../../ids.ts';
import { DAY_MS } from '../time.ts';
import { hourOf } from './count-by-hour.ts';

/** With both ends: of one alone the planner thinks that it is a third of all, and reads the table. */
const OLD = `partner_id = $1 and id > '' and id < $2`;
const FORGET_BODIES = forget('api_request_bodies', OLD, 'id');
const FORGET_COUNTS = forget('api_request_counts', 'partner_id = $1 and hour < $2', 'hour');
const FORGET_REQUESTS = forget('api_requests', OLD, 'id');

/** By their ids, which say when they came: a range of the primary keys, in real time. */
export async function forgetOldRequests(ctx: Context): Promise<number> {
  const end = Date.now() - ctx.config.requestLogDays * DAY_MS;
  const before = firstIdAt('req', end);
  let count = 0;
  for (const { id } of await ctx.db.rows<{ id: string }>('select id from partners')) {
    const gone = (text: string, value: unknown): Promise<number> =>
      inBatches(() =>
        ctx.db.partnerTx(
          id,
          async (tx) => (await tx.one<{ count: number }>(text, [id, value]))!.count,
        ),
      );
    // What is left where this breaks off is a request without its bodies, and goes the next time.
    await gone(FORGET_BODIES, before);
    await gone(FORGET_COUNTS, hourOf(end));
    count += await gone(FORGET_REQUESTS, before);
  }
  return count;
}
