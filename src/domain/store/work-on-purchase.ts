/** The next step of a purchase, as far as one try brings it, and when it is looked at again. */
import type { Context } from '../../context.ts';
import type { PayDesk } from '../../channels/payments/pay-desk.ts';
import { pauseAfter } from '../../db/due-work/back-off.ts';
import type { Partner } from '../partners/partner.ts';
import { deliver } from './deliver.ts';
import { setDoubt } from './doubts.ts';
import { findPurchase, type Purchase } from './purchase.ts';
import { giveUpPurchase, payBack } from './refund.ts';
import { settleCheckout } from './settle-checkout.ts';
import { takeBack } from './take-back.ts';

/** Seconds after the try before; the last one again and again. */
const WAITING_S = [60, 120, 300, 300, 600, 1_800, 3_600];
const DELIVERING_S = [2, 5, 10, 20, 30, 60];
const REFUNDING_S = [5, 15, 60, 300, 900];
const IN_DOUBT_S = [60, 300, 900, 3_600];
/** From the payment on: what is surely not made by then is given up, well before half an hour. */
const DELIVERED_WITHIN_MS = 20 * 60_000;
const TAKE_BACK_TRIES = 10;

/**
 * now    something came of it: the next step follows
 * null   nothing is left to be done
 * else seconds until the next look
 */
type Next = 'now' | number | null;

const MAX_STEPS = 6;

/** Seconds until it is to be looked at again; null: never. */
export async function workOnPurchase(
  ctx: Context,
  partner: Partner,
  id: string,
): Promise<number | null> {
  const desk = ctx.payments;
  if (desk === null) return WAITING_S.at(-1)!;
  for (let step = 0; step < MAX_STEPS; step++) {
    const purchase = await ctx.db.partnerTx(partner.id, (tx) => findPurchase(tx, partner.id, id));
    if (purchase === undefined) return null;
    const next = await nextStep(ctx, partner, desk, purchase);
    if (next !== 'now') return next;
  }
  return WAITING_S[0]!;
}

function nextStep(
  ctx: Context,
  partner: Partner,
  desk: PayDesk,
  purchase: Purchase,
): Promise<Next> | Next {
  switch (purchase.state) {
    case 'created':
      return waitForPayment(ctx, partner, desk, purchase);
    case 'paid':
      return bringIt(ctx, partner, purchase);
    case 'refunded':
      return giveBack(ctx, partner, desk, purchase);
    case 'provisioned':
      return undo(ctx, partner, purchase);
    default:
      return null;
  }
}

async function waitForPayment(
  ctx: Context,
  partner: Partner,
  desk: PayDesk,
  purchase: Purchase,
): Promise<Next> {
  const settled = await settleCheckout(ctx, partner, desk, purchase);
  if (settled === 'paid') return 'now';
  if (settled === 'ended') return null;
  return pauseAfter(settled === 'unfit' ? IN_DOUBT_S : WAITING_S, purchase.attempts);
}

async function bringIt(ctx: Context, partner: Partner, purchase: Purchase): Promise<Next> {
  if (purchase.refund_asked_at !== null && (await giveUp(ctx, partner, purchase, 'requested')))
    return 'now';
  const delivered = await deliver(ctx, partner, purchase);
  if (delivered === 'done') return 'now';
  const isLate = purchase.paid_at!.getTime() + DELIVERED_WITHIN_MS < Date.now();
  if (delivered === 'never' || isLate) {
    if (await giveUp(ctx, partner, purchase, 'not_delivered')) return 'now';
    if (isLate) await setDoubt(ctx, purchase.id, 'order_unclear');
  }
  return pauseAfter(isLate ? IN_DOUBT_S : DELIVERING_S, purchase.attempts);
}

const giveUp = (
  ctx: Context,
  partner: Partner,
  purchase: Purchase,
  reason: 'requested' | 'not_delivered',
): Promise<boolean> => giveUpPurchase(ctx, partner, purchase, reason);

async function giveBack(
  ctx: Context,
  partner: Partner,
  desk: PayDesk,
  purchase: Purchase,
): Promise<Next> {
  if (purchase.refund_done_at !== null || purchase.payment_id === null) return null;
  if (purchase.doubt !== null) return null;
  return (await payBack(ctx, partner, desk, purchase))
    ? 'now'
    : pauseAfter(REFUNDING_S, purchase.attempts);
}

/** Only where its traveler asks for it, and nobody has to decide. */
async function undo(ctx: Context, partner: Partner, purchase: Purchase): Promise<Next> {
  if (purchase.refund_asked_at === null || purchase.doubt !== null) return null;
  const taken = await takeBack(ctx, partner, purchase, 'requested');
  if (taken === 'done') return 'now';
  if (taken === 'unclear' && purchase.attempts < TAKE_BACK_TRIES)
    return pauseAfter(REFUNDING_S, purchase.attempts);
  await setDoubt(ctx, purchase.id, 'refund_asked');
  return null;
}
