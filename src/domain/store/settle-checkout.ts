/**
 * What became of a purchase's page: the pay desk is asked by its id, and what it says is held
 * against the purchase. Nothing else makes a purchase a paid one.
 */
import type { Context } from '../../context.ts';
import type { Checkout, PayDesk } from '../../channels/payments/pay-desk.ts';
import type { Tx } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { isOurs } from './begin-checkout.ts';
import { setDoubt } from './doubts.ts';
import type { Purchase } from './purchase.ts';
import { enqueueReceipt } from './receipts.ts';

/** `unknown`: the pay desk could not be asked; `unfit`: somebody paid something else. */
export type Settled = 'paid' | 'open' | 'ended' | 'unknown' | 'unfit';

/** `hasFailed`: the pay desk has told that a payment that took its time came to nothing. */
export async function settleCheckout(
  ctx: Context,
  partner: Partner,
  desk: PayDesk,
  purchase: Purchase,
  { hasFailed = false } = {},
): Promise<Settled> {
  const isOver = purchase.expires_at.getTime() + GRACE_MS < Date.now();
  if (purchase.checkout_id === null) {
    // Nobody was ever shown a page.
    if (!isOver) return 'open';
    await end(ctx, partner, purchase, 'expired');
    return 'ended';
  }
  const said = await desk.findCheckout(purchase.checkout_id);
  if (said.kind !== 'done') {
    if (said.kind === 'unclear' || !isOver) return 'unknown';
    await end(ctx, partner, purchase, 'expired');
    return 'ended';
  }
  const checkout = said.value;
  if (checkout.isPaid) {
    if (!isOurs(desk, checkout, purchase) || checkout.paymentId === null) {
      await setDoubt(ctx, purchase.id, 'does_not_fit');
      return 'unfit';
    }
    await pay(ctx, partner, purchase, checkout);
    return 'paid';
  }
  if (checkout.state === 'open' || (checkout.state === 'complete' && !hasFailed)) return 'open';
  await end(ctx, partner, purchase, checkout.state === 'expired' ? 'expired' : 'failed');
  return 'ended';
}

/** After its end a page may be paid for as long as a clock may be wrong. */
const GRACE_MS = 10 * 60_000;

/** Once, whoever comes first; the receipt is of the same transaction. */
async function pay(
  ctx: Context,
  partner: Partner,
  { id }: Purchase,
  { paymentId, email }: Checkout,
): Promise<void> {
  const mails = await ctx.db.partnerTx(partner.id, async (tx) => {
    const paid = await tx.one(
      `update purchases
       set state = 'paid', paid_at = now(), ended_at = null
       where partner_id = $1 and id = $2 and state in ('created', 'expired', 'failed')
       returning 1`,
      [partner.id, id],
    );
    if (paid === undefined) return 0;
    await tx.rows(
      `update checkouts set payment_id = $2, url = null, attempts = 0 where purchase_id = $1`,
      [id, paymentId],
    );
    return enqueueReceipt(ctx, tx, partner, id, email);
  });
  if (mails > 0) ctx.wake('messages');
}

const end = (
  ctx: Context,
  partner: Partner,
  { id }: Purchase,
  state: 'expired' | 'failed',
): Promise<unknown> =>
  ctx.db.partnerTx(partner.id, async (tx: Tx) => {
    await tx.rows(
      `update purchases
       set state = $3, ended_at = now()
       where partner_id = $1 and id = $2 and state in ('created', 'expired', 'failed')`,
      [partner.id, id, state],
    );
    await tx.rows('update checkouts set url = null where purchase_id = $1', [id]);
  });
