/** Costs that have jumped and wait for the operator's approval, as an incident. */
import type { Context } from '../../../context.ts';
import { noteWaiting, type Gathered } from '../../incidents/digest.ts';

/** Answers how many sources wait. */
export const watchCosts = (ctx: Context): Promise<number> =>
  ctx.db.tx(async (tx) =>
    noteWaiting(
      tx,
      'costs_waiting',
      await tx.rows<Gathered>(
        `select account, count(*)::int as count, max(offered_at) as newest,
           min(offered_at) as oldest
         from sources
         where offered_cost is not null
         group by account
         order by account`,
      ),
    ),
  );
