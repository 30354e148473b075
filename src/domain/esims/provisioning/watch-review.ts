/** Orders that wait for a person: the operator hears of new ones at most once an hour. */
import type { Context } from '../../../context.ts';
import {
  beginIncident,
  endIncident,
  openIncident,
  updateIncident,
  WHOLE,
} from '../../incidents/incident.ts';

/** Seconds: several that come one after another are one mail. */
const GATHER = 60;
const HOUR = 3_600;

type Row = { account: string; orders: number; newest: Date; oldest: Date };

/** Answers how many wait. */
export const watchReview = (ctx: Context): Promise<number> =>
  ctx.db.tx(async (tx) => {
    const rows = await tx.rows<Row>(
      `select provider as account, count(*)::int as orders, max(updated_at) as newest,
         min(updated_at) as oldest
       from provider_orders
       where state = 'needs_review'
       group by provider
       order by provider`,
    );
    const kind = 'orders_waiting';
    if (rows.length === 0) {
      await endIncident(tx, kind, WHOLE);
      return 0;
    }
    const facts = factsOf(rows);
    const common = { kind, subject: WHOLE, facts, quiet: HOUR } as const;
    const known = await openIncident(tx, kind, WHOLE);
    if (known === null) await beginIncident(tx, { ...common, tellAfter: GATHER });
    else await updateIncident(tx, common, facts.newest > known.newest);
    return facts.orders;
  });

const factsOf = (rows: readonly Row[]) => ({
  orders: rows.reduce((sum, { orders }) => sum + orders, 0),
  accounts: Object.fromEntries(rows.map(({ account, orders }) => [account, orders])),
  newest: iso(Math.max(...rows.map(({ newest }) => newest.getTime()))),
  oldest: iso(Math.min(...rows.map(({ oldest }) => oldest.getTime()))),
});
const iso = (ms: number): string => new Date(ms).toISOString();
