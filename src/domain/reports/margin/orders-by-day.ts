/** What one partner's packages brought in and cost, by the day on which they were delivered. */
import type { Context } from '../../../context.ts';
import { DAY_MS } from '../../time.ts';
import type { Days } from '../days.ts';

export type DayRow = {
  /** UTC */
  day: string;
  /** null = an eSIM without a package */
  bundle_id: string | null;
  supplier: string;
  /** of the revenue; null = there is none */
  currency: string | null;
  cost_currency: string | null;
  /** that were sold */
  packages: number;
  /** minor units */
  revenue: number;
  /** minor units of cost_currency */
  cost: number;
  /** orders of packages whose cost the supplier does not tell */
  without_cost: number;
};

export const ordersByDay = (
  ctx: Context,
  partnerId: string,
  { from, to }: Days,
): Promise<DayRow[]> =>
  ctx.db.partnerRead(partnerId, (db) =>
    db.rows<DayRow>(BY_DAY, [
      partnerId,
      new Date(`${from}T00:00Z`),
      new Date(Date.parse(`${to}T00:00Z`) + DAY_MS),
    ]),
  );

/**
 * Reads the partner's orders of the range by an index, and for each the queue it was for by its key:
 * twice as many rows as there are orders, whatever else there is. What was moved to another eSIM is
 * sold once: with the first order. What was ordered ahead is sold when it is redeemed, and spent
 * until its supplier has taken it back.
 */
export const BY_DAY = `
  select (o.settled_at at time zone 'UTC')::date::text as day, q.bundle_id, o.provider as supplier,
    q.currency, o.cost_currency, count(*) filter (where s.is_sold)::int as packages,
    coalesce(sum(q.b2b_price) filter (where s.is_sold), 0)::float8 as revenue,
    coalesce(sum(o.cost_minor) filter (where s.is_spent), 0)::float8 as cost,
    count(*) filter (where s.is_spent and q.id is not null and o.cost_minor is null)::int
      as without_cost
  from provider_orders o
  left join package_queues q on q.partner_id = $1 and q.id = o.queue_id,
    lateral (select q.id is not null and q.cancelled_at is null and o.replaces is null
        and (o.preorder is null or o.preorder = 'redeemed') as is_sold,
      o.cancelled_at is null or o.preorder in ('cancelling', 'cancel_requested', 'lost')
        as is_spent) s
  where o.partner_id = $1 and o.state = 'confirmed' and o.settled_at >= $2 and o.settled_at < $3
  group by 1, 2, 3, 4, 5`;
