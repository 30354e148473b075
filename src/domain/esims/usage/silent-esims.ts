/** Of eSIMs that are due to be asked about: those that stayed silent, and what is known of them. */
import type { Context } from '../../../context.ts';
import type { KnownEsim, KnownPackage, ProviderEsim } from '../../../providers/provider.ts';
import { partnerNow } from '../../partners/now.ts';
import { planAnew, type DuePoll, type NewPlan } from './due-polls.ts';
import { grouped, type PackageStatus } from './locked-esims.ts';
import { planOf, RANK, type Pace, type PollPlan } from './poll-pace.ts';

/** States of packages that something can still happen to. */
const LIVE: readonly PackageStatus[] = ['ACTIVE'];
/** An answer is applied some seconds after the question; asking is not put off by that. */
const SOON_MS = 60_000;

type Facts = {
  id: string;
  provider: string;
  heard_at: Date;
  is_live: boolean;
  is_on_device: boolean;
  is_active: boolean;
  least_left: number | null;
  newest_at: Date | null;
  packages: KnownPackage[];
};
export type SilentEsim = { due: DuePoll; esim: KnownEsim; pace: Pace };

/** Plans anew what was heard of meanwhile, lets go of what has nothing live; answers the rest. */
export async function silentOf(ctx: Context, all: readonly DuePoll[]): Promise<SilentEsim[]> {
  const facts = await factsOf(ctx, all);
  const plans: NewPlan[] = [];
  const silent: SilentEsim[] = [];
  for (const due of all) {
    const isHinted = due.hinted_at !== null;
    const fact = facts.get(due.esim_id);
    if (fact === undefined || (!fact.is_live && !isHinted)) {
      plans.push({ due, inMs: null, rank: RANK.silent });
      continue;
    }
    // By the partner's time: a clock that was moved makes it ask too early, which does no harm.
    const now = partnerNow(ctx, { id: due.partner_id }).getTime();
    const pace = paceOf(ctx, fact, now);
    const { everyMs, rank } = planOf(pace);
    const leftMs = fact.heard_at.getTime() + everyMs - now;
    if (leftMs > SOON_MS && !isHinted) plans.push({ due, inMs: leftMs, rank });
    else
      silent.push({
        due,
        esim: { iccid: due.iccid, esim_id: due.provider_esim_id, packages: fact.packages },
        pace,
      });
  }
  if (plans.length > 0) await planAnew(ctx.db, plans);
  return silent;
}

async function factsOf(ctx: Context, all: readonly DuePoll[]): Promise<Map<string, Facts>> {
  const owners = all.map((due) => ({ partnerId: due.partner_id, esimId: due.esim_id }));
  // The function names each partner in turn: in a transaction, where that ends with it.
  const rows = await ctx.db.tx((tx) =>
    tx.rows<Facts>('select * from esims_to_ask($1, $2)', [JSON.stringify(grouped(owners)), LIVE]),
  );
  return new Map(rows.map((fact) => [fact.id, fact]));
}

const paceOf = (ctx: Context, fact: Facts, now: number): Pace => ({
  tellsUsage: ctx.providers.get(fact.provider)?.can.tellsUsage === true,
  isOnDevice: fact.is_on_device,
  isActive: fact.is_active,
  leastLeft: fact.least_left,
  ageMs: fact.newest_at === null ? Infinity : now - fact.newest_at.getTime(),
});

/** When it is asked again after this answer, which is not applied yet. */
export function planAfter(pace: Pace, answer: ProviderEsim | null): PollPlan {
  const used = (answer?.packages ?? []).filter(
    (line) => line.status === 'ACTIVE' && (line.used_bytes > 0 || line.activated_at !== null),
  );
  const left = used.flatMap(({ used_bytes, total_bytes }) =>
    total_bytes === null || total_bytes === 0 ? [] : [1 - used_bytes / total_bytes],
  );
  if (pace.leastLeft !== null) left.push(pace.leastLeft);
  return planOf({
    ...pace,
    isActive: pace.isActive || used.length > 0,
    leastLeft: left.length === 0 ? null : Math.min(...left),
  });
}
