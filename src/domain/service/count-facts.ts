/** One hour of what was provisioned, delivered, reported and answered, from the rows themselves. */
import type { Context } from '../../context.ts';
import { firstIdAt } from '../../ids.ts';
import { DEFINITIONS, type Figure } from './figures.ts';

export type Counted = {
  total: number;
  good: number;
  /** of how many it is known how long they took, all together, and the slowest */
  timed: number;
  total_ms: number;
  slowest_ms: number;
};
type Facts = Record<Exclude<Figure, 'availability'>, Counted>;

const NONE: Counted = { total: 0, good: 0, timed: 0, total_ms: 0, slowest_ms: 0 };

/** Reads by the index of each account and of the hour. An order that is open is no outcome yet. */
const PROVISIONING = `select count(*)::int as total,
    count(*) filter (where state = 'confirmed')::float8 as good,
    count(*) filter (where state = 'confirmed' and settled_at is not null)::int as timed,
    coalesce(sum(extract(epoch from settled_at - created_at) * 1000)
      filter (where state = 'confirmed'), 0)::float8 as total_ms,
    coalesce(max(extract(epoch from settled_at - created_at) * 1000)
      filter (where state = 'confirmed'), 0)::float8 as slowest_ms
  from provider_orders
  where provider = any($1)
    and created_at >= $2
    and created_at < $3
    and state in ('confirmed', 'rejected', 'needs_review')`;

/** Each partner's deliveries of the hour are a range of the primary key. */
const WEBHOOKS = `select count(*)::int as total,
    count(*) filter (where d.state = 'delivered')::float8 as good,
    count(*) filter (where d.state = 'delivered')::int as timed,
    coalesce(sum(extract(epoch from d.updated_at - d.created_at) * 1000)
      filter (where d.state = 'delivered'), 0)::float8 as total_ms,
    coalesce(max(extract(epoch from d.updated_at - d.created_at) * 1000)
      filter (where d.state = 'delivered'), 0)::float8 as slowest_ms
  from partners p
  cross join lateral (select state, created_at, updated_at
    from deliveries
    where partner_id = p.id
      and event_id >= $1
      and event_id < $2
      and state <> 'pending'
    offset 0) d`;

const USAGE = `select count(*)::int as total,
    count(*) filter (where ms <= $3)::float8 as good,
    count(*)::int as timed,
    coalesce(sum(ms), 0)::float8 as total_ms,
    coalesce(max(ms), 0)::float8 as slowest_ms
  from (select greatest(extract(epoch from received_at - reported_at) * 1000, 0) as ms
    from provider_reports
    where received_at >= $1 and received_at < $2) r`;

/** Of one partner; one that waits counts once its time is over. */
const SUPPORT = `select count(*)::int as total,
    count(*) filter (where ms <= $4)::float8 as good,
    count(ms)::int as timed,
    coalesce(sum(ms), 0)::float8 as total_ms,
    coalesce(max(ms), 0)::float8 as slowest_ms
  from (select extract(epoch from first_answered_at - created_at) * 1000 as ms
    from support_requests
    where partner_id = $1 and id >= $2 and id < $3) s
  where ms is not null or $5`;

/** The hour from `from` to `to`, seen from `now`. */
export async function countFacts(ctx: Context, from: Date, to: Date, now: Date): Promise<Facts> {
  const ids = (prefix: 'evt' | 'sup') => [
    firstIdAt(prefix, from.getTime()),
    firstIdAt(prefix, to.getTime()),
  ];
  const accounts = ctx.suppliers.all().map(({ name }) => name);
  const one = async (text: string, params: unknown[]): Promise<Counted> =>
    (await ctx.db.one<Counted>(text, params)) ?? NONE;
  return {
    provisioning: await one(PROVISIONING, [accounts, from, to]),
    webhooks: await one(WEBHOOKS, ids('evt')),
    usage: await one(USAGE, [from, to, DEFINITIONS.usage.within_ms]),
    support: await countSupport(ctx, ids('sup'), to, now),
  };
}

/** Requests are their partners' own, and few. */
async function countSupport(
  ctx: Context,
  ids: readonly string[],
  to: Date,
  now: Date,
): Promise<Counted> {
  const within = DEFINITIONS.support.within_ms!;
  const partners = await ctx.db.rows<{ partner_id: string }>(
    'select distinct partner_id from support_queue where id >= $1 and id < $2',
    [...ids],
  );
  let sum = NONE;
  for (const { partner_id } of partners) {
    const isOver = now.getTime() - to.getTime() >= within;
    const counted = await ctx.db.partnerTx(partner_id, (tx) =>
      tx.one<Counted>(SUPPORT, [partner_id, ...ids, within, isOver]),
    );
    sum = added(sum, counted ?? NONE);
  }
  return sum;
}

const added = (a: Counted, b: Counted): Counted => ({
  total: a.total + b.total,
  good: a.good + b.good,
  timed: a.timed + b.timed,
  total_ms: a.total_ms + b.total_ms,
  slowest_ms: Math.max(a.slowest_ms, b.slowest_ms),
});
