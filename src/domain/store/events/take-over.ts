/** Money that went back at the pay desk, or that a bank takes back: we follow. */
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { setDoubt } from '../doubts.ts';
import type { Purchase } from '../purchase.ts';
import { giveUpPurchase, markRefunded } from '../refund.ts';
import type { Applied, StoredEvent } from './stored-event.ts';

export async function takeOver(
  ctx: Context,
  partner: Partner,
  purchase: Purchase,
  event: StoredEvent,
): Promise<Applied> {
  if (event.kind === 'refunded' && (event.amount ?? 0) < purchase.amount) {
    await setDoubt(ctx, purchase.id, 'refunded_in_part');
    return { unfit: 'only a part of the money went back' };
  }
  const reason = event.kind === 'refunded' ? 'at_pay_desk' : 'disputed';
  if (purchase.state === 'refunded') return confirmed(ctx, purchase);
  if (purchase.state === 'paid') {
    const isGone = await giveUpPurchase(ctx, partner, purchase, reason, { isDone: true });
    if (isGone) return 'applied';
    // Its order may have been made: the operator sees what becomes of it.
    const doubt = event.kind === 'refunded' ? 'refunded_there' : 'disputed';
    await setDoubt(ctx, purchase.id, doubt);
    return 'later';
  }
  if (purchase.state !== 'provisioned') return { unfit: `the purchase is ${purchase.state}` };
  await ctx.db.partnerTx(partner.id, (tx) =>
    markRefunded(tx, purchase, reason, { from: 'provisioned', isDone: true }),
  );
  await setDoubt(ctx, purchase.id, event.kind === 'refunded' ? 'refunded_there' : 'disputed');
  return 'applied';
}

/** Our own refund comes back as an event; it may come before the answer. */
async function confirmed(ctx: Context, { partner_id, id }: Purchase): Promise<Applied> {
  await ctx.db.partnerTx(partner_id, (tx) =>
    tx.rows(
      `update refunds
       set done_at = now()
       where partner_id = $1 and purchase_id = $2 and done_at is null and reason = 'at_pay_desk'`,
      [partner_id, id],
    ),
  );
  return 'applied';
}
