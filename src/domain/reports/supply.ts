/**
 * GET /api/operator/reports/supply: how each supplier account did with the orders of some days.
 * docs/reports.md defines every figure.
 */
import type { Context } from '../../context.ts';
import { DAY_MS, dateIn } from '../time.ts';
import { readDays, type Days, type DaysQuery } from './days.ts';

export const SUPPLY_DAYS = { usual: 30, most: 92 };

export type SupplyRow = {
  account: string;
  orders: number;
  confirmed: number;
  rejected: number;
  /** that wait for a person */
  in_review: number;
  /** nothing is certain of them yet */
  under_way: number;
  /** confirmed of those that are not under way, 0 to 1; null without any */
  success_share: number | null;
  /** from when it was committed to its confirmation; null without a confirmed one */
  p50_ms: number | null;
  p95_ms: number | null;
  /** orders that went on to another account */
  failed_over: number;
};

/** By account; those without an order in the range are there too. Days are of UTC. Throws 400. */
export async function supplyReport(
  ctx: Context,
  query: DaysQuery,
): Promise<Days & { accounts: SupplyRow[] }> {
  const days = readDays(query, dateIn('UTC', new Date()), SUPPLY_DAYS);
  await ctx.suppliers.lookNow();
  const accounts = ctx.suppliers.all().map(({ name }) => name);
  const rows = await ctx.db.rows<SupplyRow>(BY_ACCOUNT, [
    accounts,
    new Date(`${days.from}T00:00Z`),
    new Date(Date.parse(`${days.to}T00:00Z`) + DAY_MS),
  ]);
  return { ...days, accounts: rows };
}

/**
 * Reads the orders of the range by an index, account by account, each once. An order stands at the
 * account it ended at, and says which ones it has left.
 */
export const BY_ACCOUNT = `
  with of_range as materialized (select provider, state, evidence,
      extract(epoch from settled_at - created_at) * 1000 as ms
    from provider_orders
    where provider = any($1) and created_at >= $2 and created_at < $3),
  done as (select provider, count(*)::int as orders,
      count(*) filter (where state = 'confirmed')::int as confirmed,
      count(*) filter (where state = 'rejected')::int as rejected,
      count(*) filter (where state = 'needs_review')::int as in_review,
      count(*) filter (where state in ('intent', 'unknown', 'pending'))::int as under_way,
      percentile_cont(array[0.5, 0.95]) within group (order by ms)
        filter (where state = 'confirmed') as ms
    from of_range
    group by provider),
  gone as (select e ->> 'left' as provider, count(*)::int as failed_over
    from of_range,
      lateral jsonb_array_elements(evidence) e
    where jsonb_path_exists(evidence, '$[*].left') and e ? 'left'
    group by 1)
  select a.name as account, coalesce(d.orders, 0) as orders, coalesce(d.confirmed, 0) as confirmed,
    coalesce(d.rejected, 0) as rejected, coalesce(d.in_review, 0) as in_review,
    coalesce(d.under_way, 0) as under_way,
    d.confirmed::float8 / nullif(d.orders - d.under_way, 0) as success_share,
    round(d.ms[1])::float8 as p50_ms, round(d.ms[2])::float8 as p95_ms,
    coalesce(g.failed_over, 0) as failed_over
  from unnest($1::text[]) a(name)
  left join done d on d.provider = a.name
  left join gone g on g.provider = a.name
  order by a.name`;
