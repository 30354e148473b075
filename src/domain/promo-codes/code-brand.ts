/** Whose code it is, for the page behind a deep link: a visitor brings nothing but the code. */
import type { Context } from '../../context.ts';
import { brandOf, type Brand } from '../partners/branding/brand.ts';
import type { Partner } from '../partners/partner.ts';
import { ownApp } from '../partners/branding/links.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { codeReadings } from './read-typed.ts';

/** `app`: in which the code is redeemed, null = there is none, and our page does it. */
export type CodeOwner = {
  /** as it is stored */ code: string;
  partner: Partner;
  queueId: string;
  brand: Brand;
  locale: string;
  app: string | null;
};

/**
 * `typed`: as the visitor has it. Null: nobody has this code (any more), or several partners do.
 */
export async function ownerOfCode(ctx: Context, typed: string): Promise<CodeOwner | null> {
  const rows = await ctx.db.rows<{ partner_id: string; queue_id: string; code: string }>(
    `select partner_id, queue_id, code
     from promo_code_lookups
     where code = any($1) and replaced_at is null
     order by array_position($1, code)
     limit 2`,
    [codeReadings(typed)],
    'code-owner',
  );
  const [row, other] = rows;
  if (row === undefined || other?.code === row.code) return null;
  const partner = await findPartner(ctx, row.partner_id);
  const brand = await ctx.db.partnerTx(partner.id, async (tx) => {
    const booking = await tx.one<{ custom_branding: string | null }>(
      `select b.custom_branding
       from package_queues q
       join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
       where q.partner_id = $1 and q.id = $2`,
      [partner.id, row.queue_id],
    );
    return brandOf(ctx, tx, partner, booking?.custom_branding ?? null);
  });
  return {
    code: row.code,
    partner,
    queueId: row.queue_id,
    brand,
    locale: partner.settings.locale,
    app: ownApp(ctx, partner),
  };
}
