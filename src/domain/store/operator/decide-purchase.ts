/**
 * What the operator decides of a purchase in doubt: the money goes back (its order is cancelled
 * first), it is tried again, or it stays as it is.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import type { Partner } from '../../partners/partner.ts';
import { clearDoubt, nudge } from '../doubts.ts';
import { findPurchase, type Purchase } from '../purchase.ts';
import { giveUpPurchase, markRefunded } from '../refund.ts';
import { takeBack } from '../take-back.ts';
import { showPurchase } from './list-purchases.ts';

export const DECISIONS = ['refund', 'retry', 'dismiss'] as const;
/** `anyway`: also where the package stays with its traveler. */
export type Decision = { action: (typeof DECISIONS)[number]; anyway?: boolean | undefined };

/** Throws `purchase_not_found`, `purchase_not_in_doubt`, `conflict`. */
export async function decidePurchase(ctx: Context, actor: Actor, id: string, decision: Decision) {
  const row = await ctx.db.one<{ partner_id: string; doubt: string | null }>(
    'select partner_id, doubt from checkouts where purchase_id = $1',
    [id],
  );
  if (row === undefined) throw new AppError('purchase_not_found', 'There is no such purchase.');
  const partner = await findPartner(ctx, row.partner_id);
  const purchase = await ctx.db.partnerTx(partner.id, (tx) => findPurchase(tx, partner.id, id));
  if (purchase === undefined)
    throw new AppError('purchase_not_found', 'There is no such purchase.');
  if (decision.action !== 'refund' && row.doubt === null)
    throw new AppError('purchase_not_in_doubt', 'There is nothing to decide about this purchase.');
  if (decision.action === 'refund')
    await refund(ctx, actor, { partner, purchase, anyway: decision.anyway ?? false });
  await ctx.db.partnerTx(partner.id, async (tx) => {
    if (decision.action === 'dismiss') await dismiss(tx, purchase);
    await clearDoubt(tx, id);
    if (row.doubt !== null)
      await recordAct(tx, actor, {
        partnerId: partner.id,
        action: 'purchase.decided',
        subject: id,
        before: { doubt: row.doubt },
        after: { doubt: null, ...decision },
      });
  });
  await nudge(ctx, ctx.db, id);
  return showPurchase(ctx, id);
}

async function refund(
  ctx: Context,
  actor: Actor,
  { partner, purchase, anyway }: { partner: Partner; purchase: Purchase; anyway: boolean },
): Promise<void> {
  const why = { by: actor };
  if (purchase.state === 'refunded') return;
  if (purchase.state === 'paid') {
    if (await giveUpPurchase(ctx, partner, purchase, why, { isRuledOut: true })) return;
    throw new AppError('conflict', 'Its order is under way: decide when it has come to an end.');
  }
  if (purchase.state !== 'provisioned')
    throw new AppError('conflict', `Nothing was taken for it by us: it is ${purchase.state}.`);
  if ((await takeBack(ctx, partner, purchase, why)) === 'done') return;
  if (!anyway)
    throw new AppError(
      'conflict',
      'Its package is used or cannot be cancelled. With `anyway` the money goes back and the package stays.',
    );
  await ctx.db.partnerTx(partner.id, (tx) =>
    markRefunded(tx, purchase, why, { from: 'provisioned' }),
  );
}

/** A request for the money is refused; what was paid and does not fit is the operator's to return. */
const dismiss = (tx: Tx, purchase: Purchase): Promise<unknown> =>
  tx.rows(
    `update purchases
     set refund_asked_at = null,
       state = case when state = 'created' then 'failed' else state end,
       ended_at = case when state = 'created' then now() else ended_at end
     where partner_id = $1 and id = $2`,
    [purchase.partner_id, purchase.id],
  );
