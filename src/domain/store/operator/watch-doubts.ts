/** Purchases that wait for a person, as an incident. */
import type { Context } from '../../../context.ts';
import { noteWaiting, type Gathered } from '../../incidents/digest.ts';

/** Answers how many wait. */
export const watchDoubts = (ctx: Context): Promise<number> =>
  ctx.db.tx(async (tx) =>
    noteWaiting(
      tx,
      'purchases_waiting',
      await tx.rows<Gathered>(
        `select doubt as account, count(*)::int as count, max(doubted_at) as newest,
           min(doubted_at) as oldest
         from checkouts
         where doubt is not null
         group by doubt
         order by doubt`,
      ),
    ),
  );
