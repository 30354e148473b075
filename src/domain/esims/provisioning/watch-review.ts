/** Orders that wait for a person, as an incident. */
import type { Context } from '../../../context.ts';
import { noteWaiting, type Gathered } from '../../incidents/digest.ts';

/** Answers how many wait. */
export const watchReview = (ctx: Context): Promise<number> =>
  ctx.db.tx(async (tx) =>
    noteWaiting(
      tx,
      'orders_waiting',
      await tx.rows<Gathered>(
        `select provider as account, count(*)::int as count, max(updated_at) as newest,
           min(updated_at) as oldest
         from provider_orders
         where state = 'needs_review'
         group by provider
         order by provider`,
      ),
    ),
  );
