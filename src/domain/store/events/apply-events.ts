/**
 * Stored events of the pay desk are applied: they name a purchase, and the pay desk is asked. One
 * that does not fit is kept, and the operator sees it.
 */
import type { Context } from '../../../context.ts';
import { claim } from '../../../db/due-work/lease.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { nudge } from '../doubts.ts';
import { findPurchase, type Purchase } from '../purchase.ts';
import { settleCheckout } from '../settle-checkout.ts';
import type { Applied, StoredEvent } from './stored-event.ts';
import { takeOver } from './take-over.ts';

const LEASE_S = 60;
const AT_A_TIME = 20;
const AGAIN_S = 10;
/** Half a day: by then it is the operator's. */
const MAX_ATTEMPTS = 4_000;

export async function applyEvents(ctx: Context, isStopping: () => boolean): Promise<number> {
  let count = 0;
  while (!isStopping()) {
    const due = await ctx.db.rows<StoredEvent>(
      `${claim({
        table: 'payment_events',
        key: 'id',
        which: 'true',
        take: `attempts = attempts + 1, next_attempt_at = clock_timestamp() + ${LEASE_S} * interval '1 s'`,
        limit: AT_A_TIME,
      })} returning id, kind, is_live, checkout_id, payment_id, purchase_id, amount, currency, attempts`,
    );
    for (const event of due) await applyOne(ctx, event);
    count += due.length;
    if (due.length < AT_A_TIME) return count;
  }
  return count;
}

async function applyOne(ctx: Context, event: StoredEvent): Promise<void> {
  const applied = await apply(ctx, event).catch((error: unknown): Applied => {
    const message = error instanceof Error ? error.message : String(error);
    ctx.log.error({ event: event.id, message }, 'an event of the pay desk could not be applied');
    return 'later';
  });
  const isGivenUp = applied === 'later' && event.attempts >= MAX_ATTEMPTS;
  if (applied === 'later' && !isGivenUp) {
    await ctx.db.rows(
      `update payment_events
       set next_attempt_at = clock_timestamp() + ${AGAIN_S} * interval '1 s'
       where id = $1`,
      [event.id],
    );
    return;
  }
  const unfit = isGivenUp
    ? 'the pay desk could not be asked about it'
    : typeof applied === 'object'
      ? applied.unfit
      : null;
  await ctx.db.rows(`update payment_events set next_attempt_at = null, unfit = $2 where id = $1`, [
    event.id,
    unfit,
  ]);
  if (unfit !== null)
    ctx.log.warn({ event: event.id, unfit }, 'an event of the pay desk does not fit');
}

async function apply(ctx: Context, event: StoredEvent): Promise<Applied> {
  const desk = ctx.payments;
  if (desk === null) return 'later';
  if (event.is_live !== desk.isLive) return { unfit: 'it is of the other mode: live or test' };
  const named = await findNamed(ctx, event);
  if (named === null) return { unfit: 'there is no such purchase' };
  const partner = await findPartner(ctx, named.partner_id);
  let purchase = await ctx.db.partnerTx(partner.id, (tx) =>
    findPurchase(tx, partner.id, named.purchase_id),
  );
  if (purchase === undefined) return { unfit: 'there is no such purchase' };
  const unfit = whyUnfit(event, purchase);
  if (unfit !== null) return { unfit };
  if (purchase.state === 'created' || purchase.state === 'expired' || purchase.state === 'failed') {
    const hasFailed = event.kind === 'checkout_failed';
    const settled = await settleCheckout(ctx, partner, desk, purchase, { hasFailed });
    if (settled === 'unknown') return 'later';
    if (settled === 'unfit') return { unfit: 'what was paid is not what was asked for' };
    purchase = (await ctx.db.partnerTx(partner.id, (tx) =>
      findPurchase(tx, partner.id, named.purchase_id),
    ))!;
  }
  if (event.kind === 'refunded' || event.kind === 'disputed') {
    const taken = await takeOver(ctx, partner, purchase, event);
    if (taken !== 'applied') return taken;
  }
  await nudge(ctx, ctx.db, purchase.id);
  return 'applied';
}

type Named = { partner_id: string; purchase_id: string };

/**
 * By its page or payment, which we know from the pay desk; else by the purchase that its metadata
 * name, where we never heard of the page: then it is taken for that purchase's, and asked about.
 */
async function findNamed(ctx: Context, event: StoredEvent): Promise<Named | null> {
  const known = await ctx.db.one<Named>(
    `select partner_id, purchase_id
     from checkouts
     where checkout_id = $1 or payment_id = $2
     limit 1`,
    [event.checkout_id, event.payment_id],
  );
  if (known !== undefined || event.purchase_id === null) return known ?? null;
  const adopted = await ctx.db.one<Named>(
    `update checkouts
     set checkout_id = coalesce(checkout_id, $2)
     where purchase_id = $1 and (checkout_id is null or $2::text is null)
     returning partner_id, purchase_id`,
    [event.purchase_id, event.checkout_id],
  );
  return adopted ?? null;
}

/** What the event itself says against the purchase that it is of. */
function whyUnfit(event: StoredEvent, purchase: Purchase): string | null {
  if (event.purchase_id !== null && event.purchase_id !== purchase.id)
    return 'it names another purchase than its page';
  if (event.kind !== 'checkout_paid' || event.amount === null) return null;
  return event.amount === purchase.amount && event.currency === purchase.currency
    ? null
    : 'its amount or currency is not that of the purchase';
}
