/**
 * POST /api/webapp/me/purchases/{id}/refund-request: the traveler wants the money back. What was never
 * used and can be taken back is, without anybody; the rest the operator decides.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { nudge } from './doubts.ts';
import { viewPurchase, type PurchaseView } from './purchase.ts';
import { ownPurchase } from './read-purchases.ts';

/** Again changes nothing. Throws `purchase_not_found`, `purchase_not_refundable`. */
export async function requestRefund(
  ctx: Context,
  partner: Partner,
  travelerId: string,
  id: string,
  reason: string,
): Promise<PurchaseView> {
  const purchase = await ownPurchase(ctx, partner, travelerId, id);
  if (purchase.state === 'refunded') return viewPurchase(purchase);
  const asked = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<{ is_new: boolean }>(
      `update purchases p
       set refund_asked = coalesce(p.refund_asked, $3),
         refund_asked_at = coalesce(p.refund_asked_at, now())
       from purchases old
       where p.partner_id = $1
         and p.id = $2
         and p.state in ('paid', 'provisioned')
         and old.partner_id = p.partner_id
         and old.id = p.id
       returning old.refund_asked_at is null as is_new`,
      [partner.id, id, reason],
    ),
  );
  if (asked === undefined)
    throw new AppError('purchase_not_refundable', 'Nothing was paid for this purchase.');
  if (asked.is_new) await nudge(ctx, ctx.db, id);
  return viewPurchase(await ownPurchase(ctx, partner, travelerId, id));
}
