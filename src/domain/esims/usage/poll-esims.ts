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
import { grouped, type PackageStatus } from './locked-esims.ts';
import { storeReports } from './receive-reports.ts';

const BATCH = 200;
const AT_ONCE = 16;
/** Also what `confirm-order.ts` plans for a new package. */
export const SILENCE = '6 hours';
const SILENCE_MS = 6 * 3_600_000;
const TRY_AGAIN = '15 minutes';
/** States of packages that something can still happen to. */
const LIVE: readonly PackageStatus[] = ['ACTIVE'];

type Claimed = {
  iccid: string;
  partner_id: string;
  esim_id: string;
  provider_esim_id: string | null;
  poll_at: Date;
};
type Facts = {
  id: string;
  provider: string;
  heard_at: Date;
  is_live: boolean;
  packages: KnownPackage[];
};
type Silent = { esim: KnownEsim; partnerId: string; provider: string };

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
      take: `poll_at = date_trunc('milliseconds', clock_timestamp() + interval '${SILENCE}')`,
      limit: BATCH,
    })} returning iccid, partner_id, esim_id, provider_esim_id, poll_at`,
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
    const left =
      fact === undefined
        ? 0
        : fact.heard_at.getTime() + SILENCE_MS - partnerNow(ctx, { id: partnerId }).getTime();
    if (fact === undefined || !fact.is_live) plans.push({ iccid, was, at: null });
    // By the partner's time: a clock that was moved makes it ask too early, which does no harm.
    else if (left > 0) plans.push({ iccid, was, at: new Date(Date.now() + left) });
    else {
      const esim = { iccid, esim_id: one.provider_esim_id, packages: fact.packages };
      silent.push({ esim, partnerId, provider: fact.provider });
    }
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

async function ask(
  ctx: Context,
  { esim: known, partnerId, provider: providerName }: Silent,
): Promise<void> {
  const { iccid } = known;
  const provider = ctx.providers.get(providerName);
  try {
    const esim = (await provider?.getEsim(known)) ?? null;
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
