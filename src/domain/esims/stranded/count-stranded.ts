/** How many of each partner's travelers depend on an account. */
import type { Context } from '../../../context.ts';
import { partnerNow } from '../../partners/now.ts';
import { HOLDING, IS_OPEN } from './holding.ts';

/** So many of one partner's travelers are counted; where there are more, `is_more` says so. */
const COUNTED = 10_000;

type Counts = {
  /** with something open or unused */
  travelers: number;
  open_queues: number;
  unused_packages: number;
  running_packages: number;
  /** there are more travelers than were looked at */
  is_more: boolean;
};
export type StrandedCounts = Counts & { partner_id: string; name: string };

/** Leaves out partners that have nobody there. */
export async function countStranded(
  ctx: Context,
  account: string,
  partners: readonly { id: string; name: string }[],
): Promise<StrandedCounts[]> {
  const counts: StrandedCounts[] = [];
  for (const { id, name } of partners) {
    const found = await ctx.db.partnerRead(id, (db) =>
      db.one<Counts>(COUNT, [id, account, partnerNow(ctx, { id }), COUNTED]),
    );
    if (found!.travelers > 0 || found!.is_more) counts.push({ partner_id: id, name, ...found! });
  }
  return counts;
}

const COUNT = `with ${HOLDING},
  counted as (select sum(q.open) as open, sum(k.unused) as unused, sum(k.running) as running
    from holding h,
      lateral (select count(*) as open
        from package_queues q
        where h.type = 'universal' and q.partner_id = $1 and q.traveler_id = h.traveler_id
          and ${IS_OPEN}) q,
      lateral (select count(*) filter (where date_activated is null) as unused,
          count(date_activated) as running
        from packages
        where partner_id = $1 and esim_id = h.esim_id and status = 'ACTIVE') k
    group by h.traveler_id)
  select count(*) filter (where open + unused + running > 0)::int as travelers,
    coalesce(sum(open), 0)::int as open_queues, coalesce(sum(unused), 0)::int as unused_packages,
    coalesce(sum(running), 0)::int as running_packages,
    (select count(*) from at_account) >= $4 as is_more
  from counted`;
