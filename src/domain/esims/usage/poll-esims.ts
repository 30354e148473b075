/**
 * Asks providers about eSIMs that stayed silent: something live is on them, and no report came for
 * hours. An answer is stored and applied like any report.
 */
import type { Context } from '../../../context.ts';
import { claim } from '../../../db/due-work/lease.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type KnownEsim,
  type KnownPackage,
} from '../../../providers/provider.ts';
import { partnerNow } from '../../partners/now.ts';
import { paceMs, SILENCE_MS } from './poll-pace.ts';
import { grouped, type PackageStatus } from './locked-esims.ts';
import { storeReports } from './receive-reports.ts';

const BATCH = 200;
const AT_ONCE = 16;
const TRY_AGAIN = '15 minutes';
/** States of packages that something can still happen to. */
const LIVE: readonly PackageStatus[] = ['ACTIVE'];

type Claimed = {
  iccid: string;
  partner_id: string;
  esim_id: string;
  provider_esim_id: string | null;
  /** the provider hinted at it, and it was not asked since */
  hinted_at: Date | null;
  poll_at: Date;
};
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
type Silent = {
  esim: KnownEsim;
  partnerId: string;
  provider: string;
  hintedAt: Date | null;
  /** when it is asked again, if it stays silent */
  againMs: number;
};

/** Runs through all that are due; returns how many were asked for. */
export async function pollEsims(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let asked = 0;
  for (
    let claimed = await takeSilent(ctx);
    claimed.length > 0;
    claimed = isStopping() ? [] : await takeSilent(ctx)
  ) {
    const silent = await sortOut(ctx, claimed);
    const next = silent.values();
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, silent.length) }, async () => {
        for (const one of next) await ask(ctx, one);
      }),
    );
    asked += silent.length;
  }
  return asked;
}

/**
 * Moved on first: whoever dies over it leaves it for the next time. In whole milliseconds, so that
 * the value can be compared.
 */
const takeSilent = (ctx: Context): Promise<Claimed[]> =>
  ctx.db.rows<Claimed>(
    `${claim({
      table: 'iccids',
      key: 'iccid',
      due: 'poll_at',
      which: 'true',
      take: `poll_at = date_trunc('milliseconds', clock_timestamp() + ${SILENCE_MS} * interval '1 ms')`,
      limit: BATCH,
    })} returning iccid, partner_id, esim_id, provider_esim_id, hinted_at, poll_at`,
  );

/** Plans anew what was heard of meanwhile, lets go of what has nothing live; answers the rest. */
async function sortOut(ctx: Context, claimed: readonly Claimed[]): Promise<Silent[]> {
  const owners = claimed.map((c) => ({ partnerId: c.partner_id, esimId: c.esim_id }));
  // The function names each partner in turn: in a transaction, where that ends with it.
  const facts = new Map(
    (
      await ctx.db.tx((tx) =>
        tx.rows<Facts>('select * from esims_to_ask($1, $2)', [
          JSON.stringify(grouped(owners)),
          LIVE,
        ]),
      )
    ).map((f) => [f.id, f]),
  );
  const plans: { iccid: string; was: Date; at: Date | null }[] = [];
  const silent: Silent[] = [];
  for (const one of claimed) {
    const { iccid, partner_id: partnerId, poll_at: was } = one;
    const fact = facts.get(one.esim_id);
    // By the partner's time: a clock that was moved makes it ask too early, which does no harm.
    const now = partnerNow(ctx, { id: partnerId }).getTime();
    const pace = fact === undefined ? 0 : paceOf(ctx, fact, now);
    const left = fact === undefined ? 0 : fact.heard_at.getTime() + pace - now;
    const isHinted = one.hinted_at !== null;
    if (fact === undefined || (!fact.is_live && !isHinted)) plans.push({ iccid, was, at: null });
    else if (left > 0 && !isHinted) plans.push({ iccid, was, at: new Date(Date.now() + left) });
    else
      silent.push({
        esim: { iccid, esim_id: one.provider_esim_id, packages: fact.packages },
        partnerId,
        provider: fact.provider,
        hintedAt: one.hinted_at,
        againMs: pace,
      });
  }
  // Only where nobody planned it meanwhile, for a package that was just added.
  await ctx.db.rows(
    `update iccids i
     set poll_at = x.at
     from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as x(iccid, was, at)
     where i.iccid = x.iccid and i.poll_at = x.was`,
    [plans.map((p) => p.iccid), plans.map((p) => p.was), plans.map((p) => p.at)],
  );
  return silent;
}

const paceOf = (ctx: Context, fact: Facts, now: number): number =>
  paceMs({
    tellsUsage: ctx.providers.get(fact.provider)?.can.tellsUsage === true,
    isOnDevice: fact.is_on_device,
    isActive: fact.is_active,
    leastLeft: fact.least_left,
    ageMs: fact.newest_at === null ? Infinity : now - fact.newest_at.getTime(),
  });

async function ask(
  ctx: Context,
  { esim: known, partnerId, provider: providerName, hintedAt, againMs }: Silent,
): Promise<void> {
  const { iccid } = known;
  const provider = ctx.providers.get(providerName);
  try {
    const esim = (await provider?.getEsim(known)) ?? null;
    await noteAsked(ctx, iccid, hintedAt, againMs);
    if (esim === null)
      return ctx.log.warn({ provider: providerName }, 'a provider does not know an eSIM of ours');
    await storeReports(ctx, providerName, [
      {
        report_id: `poll:${iccid}:${Date.now()}`,
        iccid,
        reported_at: partnerNow(ctx, { id: partnerId }).toISOString(),
        esim,
      },
    ]);
  } catch (error) {
    const isTheirs =
      error instanceof ProviderUnclear ||
      error instanceof ProviderNotReached ||
      error instanceof ProviderRefused;
    if (!isTheirs) throw error;
    ctx.log.warn(
      { provider: providerName, message: error.message },
      'a provider could not be asked about an eSIM',
    );
    await ctx.db.rows(
      `update iccids
       set poll_at = least(poll_at, clock_timestamp() + interval '${TRY_AGAIN}')
       where iccid = $1`,
      [iccid],
    );
  }
}

/** A hint that came meanwhile stays. */
const noteAsked = (
  ctx: Context,
  iccid: string,
  hintedAt: Date | null,
  againMs: number,
): Promise<unknown> =>
  ctx.db.rows(
    `update iccids
     set polled_at = clock_timestamp(),
       hinted_at = case when date_trunc('milliseconds', hinted_at) > $2 then hinted_at end,
       poll_at = least(poll_at, clock_timestamp() + $3 * interval '1 ms')
     where iccid = $1`,
    [iccid, hintedAt, againMs],
  );
