/** What is done for a request of a partner's key says so where it is written down. */
import type { Context } from '../../context.ts';

/** The same context, for this request: its id in the log of requests. Null: for none. */
export const causedBy = (ctx: Context, requestId: string | null): Context =>
  requestId === ctx.causedBy
    ? ctx
    : { ...ctx, causedBy: requestId, db: ctx.db.causedBy(requestId) };
