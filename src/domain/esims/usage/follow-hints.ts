/**
 * What a provider hints at is asked for: orders at once, eSIMs by the next poll. A hint is never
 * believed. One that anybody may have sent causes one question a minute about the same thing.
 */
import type { Context } from '../../../context.ts';
import type { Callback, Hint } from '../../../providers/callback.ts';
import { RANK } from './poll-pace.ts';

/** Answers how many orders and eSIMs will be asked for. */
export async function followHints(
  ctx: Context,
  provider: string,
  { hints, trust }: Callback,
): Promise<number> {
  const pause = trust === 'signed' ? '0' : '1 minute';
  const orders = await lookAtOrders(ctx, provider, hints.filter(isOrder), pause);
  if (orders > 0) ctx.wake('orders');
  const esims = await askForEsims(ctx, provider, hints.filter(isEsim), pause);
  if (esims > 0) ctx.wake('polls');
  for (const hint of hints)
    if (hint.kind === 'account')
      ctx.log.error({ provider, alarm: hint.alarm }, 'a provider warns of our account');
  return orders + esims;
}

type OrderHint = Extract<Hint, { kind: 'order' }>;
type EsimHint = Extract<Hint, { kind: 'esim' }>;
const isOrder = (hint: Hint): hint is OrderHint => hint.kind === 'order';
const isEsim = (hint: Hint): hint is EsimHint => hint.kind === 'esim';
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** Those that are open; one that somebody is at has its lease and stays as it is. */
async function lookAtOrders(
  ctx: Context,
  provider: string,
  hints: readonly OrderHint[],
  pause: string,
): Promise<number> {
  if (hints.length === 0) return 0;
  const rows = await ctx.db.rows(
    `update provider_orders
     set next_attempt_at = clock_timestamp()
     where provider = $1
       and state in ('unknown', 'pending')
       and (reference = any($2) or provider_order_id = any($3))
       and next_attempt_at > clock_timestamp()
       and (lease_until is null or lease_until < clock_timestamp())
       and updated_at <= clock_timestamp() - $4::interval
     returning id`,
    [
      provider,
      hints.flatMap(({ reference }) =>
        reference !== null && UUID.test(reference) ? [reference] : [],
      ),
      hints.flatMap(({ provider_order_id: id }) => (id === null ? [] : [id])),
      pause,
    ],
  );
  return rows.length;
}

async function askForEsims(
  ctx: Context,
  provider: string,
  hints: readonly EsimHint[],
  pause: string,
): Promise<number> {
  if (hints.length === 0) return 0;
  const rows = await ctx.db.rows(
    `update iccids
     set hinted_at = clock_timestamp(),
       poll_at = greatest(clock_timestamp(), coalesce(polled_at, '-infinity') + $4::interval),
       poll_rank = ${RANK.urgent}
     where iccid in (select iccid from iccids where iccid = any($2)
         union all select iccid from iccids where provider = $1 and provider_esim_id = any($3))
       and coalesce(provider, $1) = $1
       and (hinted_at is null or hinted_at <= clock_timestamp() - $4::interval)
     returning iccid`,
    [
      provider,
      hints.flatMap(({ iccid }) => (iccid === null ? [] : [iccid])),
      hints.flatMap(({ esim_id: id }) => (id === null ? [] : [id])),
      pause,
    ],
  );
  return rows.length;
}
