/** GET /api/promo-codes/{code}: the caller's own ones only. */
import type { Context } from '../../context.ts';
import { resolveLocale, type Localized } from '../catalog/locales.ts';
import type { Partner } from '../partners/partner.ts';
import { codeNotFound, findCode } from './find-code.ts';
import { viewPromoCode, type PromoCodeView } from './promo-code-view.ts';

export async function getCode(
  ctx: Context,
  partner: Partner,
  text: string,
): Promise<Localized<PromoCodeView>> {
  const row = await ctx.db.partnerTx(partner.id, (tx) => findCode(tx, partner.id, text));
  if (row === null) throw codeNotFound();
  const { locale } = resolveLocale(row.locale, partner.settings.locale);
  return { locale, data: viewPromoCode(ctx, partner, row, locale) };
}
