/**
 * Housekeeping: requests that were kept for as long as they are, by the installation or by their
 * partner's own choice, and bodies that go before.
 */
import type { Context } from '../../context.ts';
import { forget, inBatches } from '../../db/forget.ts';
import { firstIdAt } from '../../ids.ts';
import { DAY_MS } from '../time.ts';
import { hourOf } from './count-by-hour.ts';
import { requestDays, type OwnRequestDays } from './request-days.ts';

/** With both ends: of one alone the planner thinks that it is a third of all, and reads the table. */
const OLD = `partner_id = $1 and id > '' and id < $2`;
const FORGET_TEXTS = forget('api_request_texts', OLD, 'id');
const FORGET_COUNTS = forget('api_request_counts', 'partner_id = $1 and hour < $2', 'hour');
const FORGET_REQUESTS = forget('api_requests', OLD, 'id');

type Own = { id: string; retention: OwnRequestDays | null };

/** By their ids, which say when they came: a range of the primary keys, in real time. */
export async function forgetOldRequests(ctx: Context): Promise<number> {
  const partners = await ctx.db.rows<Own>(
    "select id, settings -> 'retention' as retention from partners",
  );
  const now = Date.now();
  let count = 0;
  for (const { id, retention } of partners) {
    const { request_days, request_body_days } = requestDays(ctx.config, retention);
    const end = now - request_days * DAY_MS;
    const gone = (text: string, value: unknown): Promise<number> =>
      inBatches(() =>
        ctx.db.partnerTx(
          id,
          async (tx) => (await tx.one<{ count: number }>(text, [id, value]))!.count,
        ),
      );
    // What is left where this breaks off is a request without its bodies, and goes the next time.
    await gone(FORGET_TEXTS, firstIdAt('req', now - request_body_days * DAY_MS));
    await gone(FORGET_COUNTS, hourOf(end));
    count += await gone(FORGET_REQUESTS, firstIdAt('req', end));
  }
  return count;
}
