/**
 * A replacement from where it stands to its end: the new eSIM is made, what is on its way to the
 * old one is settled, it is fixed which packages come over, each of them is cancelled at the
 * provider and ordered anew, and the partner is told. Each step is committed before the next;
 * whoever holds the lease takes up where the last one stopped.
 */
import type { Context } from '../../../context.ts';
import { FREE } from '../../../db/due-work/lease.ts';
import { bringOver } from './bring-over.ts';
import { concludeReplacement } from './conclude-replacement.ts';
import { listPackages } from './list-replaced.ts';
import { leaseMs, takeOrder, type Order } from '../provisioning/orders.ts';
import { readReplacement, type Replacement } from './read-replacement.ts';
import { postponeWork, renewLease, type Work } from './replacement-work.ts';
import type { Outcome } from '../provisioning/outcome.ts';
import { runOrder } from '../provisioning/run-order.ts';

/**
 * `fresh`: the order of the new eSIM, leased and not sent yet. Answers what became of that order,
 * null where it was made before.
 */
export async function runReplacement(
  ctx: Context,
  work: Work,
  fresh: Order | null = null,
): Promise<Outcome | null> {
  let made: Outcome | null = null;
  const read = (): Promise<Replacement | undefined> =>
    readReplacement(ctx, work.partner_id, work.replacement_id);
  let replacement = await read();
  if (replacement?.new_iccid === null) {
    made = await makeEsim(ctx, work, replacement, fresh);
    replacement = await read();
  }
  if (replacement === undefined || (await carryOn(ctx, work, replacement))) return made;
  await postponeWork(ctx, work);
  return made;
}

/** True: it is at its end. */
async function carryOn(ctx: Context, work: Work, replacement: Replacement): Promise<boolean> {
  if (replacement.new_iccid === null) return false;
  if (replacement.listed_at === null) {
    if (!(await settleOld(ctx, work, replacement))) return false;
    if (!(await listPackages(ctx, work.partner_id, replacement))) return false;
  }
  return (
    (await bringOver(ctx, work, replacement)) &&
    concludeReplacement(ctx, work.partner_id, replacement)
  );
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
 * Packages that were on their way to the old eSIM: what certainly has not left goes to the new one,
 * what may have is asked for. False: something is still open. What waits for the operator is left
 * to them.
 */
async function settleOld(ctx: Context, work: Work, replacement: Replacement): Promise<boolean> {
  await ctx.db.rows(
    `update provider_orders
     set esim_id = $3, iccid = $4, fence = fence + 1
     where partner_id = $1
       and esim_id = $2
       and kind = 'add_package'
       and state = 'intent'
       and sends = 0
       and ${FREE}`,
    [work.partner_id, replacement.old_esim_id, replacement.new_esim_id, replacement.new_iccid],
  );
  const open = await ctx.db.rows<{ id: string }>(
    `select id
     from provider_orders
     where partner_id = $1
       and esim_id = $2
       and kind = 'add_package'
       and state in ('intent', 'unknown', 'pending')`,
    [work.partner_id, replacement.old_esim_id],
  );
  for (const { id } of open) {
    const order = await ctx.db.tx((tx) =>
      takeOrder(tx, id, leaseMs(ctx.providers.get(replacement.provider))),
    );
    if (order === undefined || !(await renewLease(ctx, work))) return false;
    const outcome = await runOrder(ctx, order);
    if (STILL_OPEN.includes(outcome)) return false;
  }
  return true;
}
