/**
 * What the page shows on which somebody comes back from the pay desk: the partner's look and the way
 * back. It needs no session and proves nothing, so it says nothing of the purchase or the traveler.
 */
import type { Context } from '../../context.ts';
import { isId } from '../../ids.ts';
import { brandOf, type Brand } from '../partners/branding/brand.ts';
import { isScreen } from '../partners/branding/screens.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { findPurchase } from './purchase.ts';
import { backUrl } from './return-to.ts';

export type WhereBack = { brand: Brand; locale: string; url: string };

/** Null: no purchase of this partner's. `id` as it came. */
export async function whereBack(ctx: Context, slug: string, id: string): Promise<WhereBack | null> {
  if (!isId(id, 'pur')) return null;
  const row = await ctx.db.one<{ partner_id: string }>(
    'select partner_id from checkouts where purchase_id = $1',
    [id],
  );
  if (row === undefined) return null;
  const partner = await findPartner(ctx, row.partner_id);
  if (partner.slug !== slug) return null;
  return ctx.db.partnerTx(partner.id, async (tx) => {
    const purchase = await findPurchase(tx, partner.id, id);
    if (purchase === undefined) return null;
    const { return_to, locale } = purchase;
    return {
      brand: await brandOf(ctx, tx, partner, null),
      locale: locale ?? partner.settings.locale,
      url: backUrl(ctx, partner, isScreen(return_to) ? `purchase/${id}` : return_to),
    };
  });
}
