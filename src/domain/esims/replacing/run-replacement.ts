/**
 * A replacement from where it stands to its end: the new eSIM is made where that comes empty, what
 * is on its way to the old one is settled, it is fixed which packages come over, each of them is
 * cancelled at the provider and ordered anew, and the partner is told. Each step is committed before the next;
 * whoever holds the lease takes up where the last one stopped.
 */
import type { Context } from '../../../context.ts';
import { FREE } from '../../../db/due-work/lease.ts';
import { bringOver } from './bring-over.ts';
import { comesEmpty } from './comes-empty.ts';
import { concludeReplacement } from './conclude-replacement.ts';
import { listPackages } from './list-replaced.ts';
import { giveUp } from '../provisioning/give-up.ts';
import { leaseMs, takeOrder, type Order, type OrderState } from '../provisioning/orders.ts';
import { readReplacement, type Replacement } from './read-replacement.ts';
import { postponeWork, renewLease, type Work } from './replacement-work.ts';
import type { Outcome } from '../provisioning/outcome.ts';
import { runOrder } from '../provisioning/run-order.ts';

/**
 * `fresh`: the order of the new eSIM, leased and not sent yet. Answers what it waits for, null at
 * its end.
 */
export async function runReplacement(
  ctx: Context,
  work: Work,
  fresh: Order | null = null,
): Promise<Outcome | null> {
  const waits = await carryOn(ctx, work, fresh);
  if (waits !== null) await postponeWork(ctx, work, waits);
  return waits;
}

async function carryOn(ctx: Context, work: Work, fresh: Order | null): Promise<Outcome | null> {
  const read = (): Promise<Replacement | undefined> =>
    readReplacement(ctx, work.partner_id, work.replacement_id);
  let replacement = await read();
  if (replacement?.successor === null && comesEmpty(ctx, replacement.provider)) {
    const made = await makeEsim(ctx, work, replacement, fresh);
    replacement = await read();
    if (replacement?.successor === null) return made;
  }
  if (replacement === undefined) return null;
  if (replacement.listed_at === null) {
    const open = await settleOld(ctx, work, replacement);
    if (open !== null) return open;
    if (!(await listPackages(ctx, work.partner_id, replacement))) return 'superseded';
  }
  const waits = await bringOver(ctx, work);
  if (waits !== null) return waits;
  await concludeReplacement(ctx, work.partner_id, replacement);
  return null;
}

async function makeEsim(
  ctx: Context,
  work: Work,
  replacement: Replacement,
  fresh: Order | null,
): Promise<Outcome> {
  if (fresh !== null) return runOrder(ctx, fresh);
  const row = await ctx.db.one<{ id: string; state: Outcome }>(
    `select id, state
     from provider_orders
     where partner_id = $1 and replaces = $2 and kind = 'create_esim'`,
    [work.partner_id, replacement.old_esim_id],
  );
  if (row === undefined || row.state === 'confirmed' || row.state === 'needs_review')
    return row?.state ?? 'superseded';
  const order = await ctx.db.tx((tx) =>
    takeOrder(tx, row.id, leaseMs(ctx.providers.get(replacement.provider))),
  );
  // A redemption is at it.
  return order === undefined ? 'superseded' : runOrder(ctx, order);
}

const STILL_OPEN: readonly Outcome[] = ['unknown', 'pending', 'not_reached', 'superseded'];

/**
 * Packages that were on their way to the old eSIM: what certainly has not left goes to the new one
 * or is given up, what may have is asked for. Answers what is still open; null = nothing. What waits
 * for the operator is left to them.
 */
async function settleOld(
  ctx: Context,
  work: Work,
  replacement: Replacement,
): Promise<Outcome | null> {
  await redirectUnsent(ctx, work, replacement);
  const open = await ctx.db.rows<{ id: string; is_due: boolean; state: OrderState }>(
    `select id, state, coalesce(next_attempt_at <= clock_timestamp(), true) as is_due
     from provider_orders
     where partner_id = $1
       and esim_id = $2
       and kind = 'add_package'
       and state in ('intent', 'unknown', 'pending')`,
    [work.partner_id, replacement.old_esim_id],
  );
  for (const { id, state, is_due } of open) {
    if (state === 'pending' && !is_due) return 'pending';
    const order = await ctx.db.tx((tx) =>
      takeOrder(tx, id, leaseMs(ctx.providers.get(replacement.provider))),
    );
    if (order === undefined || !(await renewLease(ctx, work))) return 'superseded';
    const isUnsent = order.state === 'intent' && order.sends === 0;
    const outcome =
      isUnsent && replacement.successor === null
        ? await giveUp(ctx, order, 'rejected', 'its eSIM was put away before it was sent')
        : await runOrder(ctx, order);
    if (STILL_OPEN.includes(outcome)) return outcome;
  }
  return null;
}

/**
 * To the new eSIM. Where there is none yet, what nobody can redeem again gets an eSIM of its own.
 */
const redirectUnsent = (
  ctx: Context,
  { partner_id: partnerId }: Work,
  { old_esim_id, successor }: Replacement,
): Promise<unknown> =>
  ctx.db.rows(
    `update provider_orders
     set esim_id = $3, iccid = $4, provider_esim_id = $5, fence = fence + 1,
       kind = case when $3::text is null then 'create_esim' else kind end
     where partner_id = $1
       and esim_id = $2
       and kind = 'add_package'
       and state = 'intent'
       and sends = 0
       and ($3::text is not null or replaces is not null)
       and ${FREE}`,
    [
      partnerId,
      old_esim_id,
      successor?.id ?? null,
      successor?.iccid ?? null,
      successor?.esim_id ?? null,
    ],
  );
