/** list_classic_package_queues: the caller's unclaimed, unexpired grants, newest first. */
import type { Context } from '../../context.ts';
import { resolveLocale } from '../catalog/locales.ts';
import { activePartner } from '../partners/managing/partners.ts';
import { partnerNow } from '../partners/now.ts';
import type { AppUser } from '../travelers/app-user.ts';
import { GRANT_COLUMNS, viewGrant, type GrantRow, type GrantView } from './grant-view.ts';

export async function listGrants(
  ctx: Context,
  user: AppUser,
  locale?: string,
): Promise<{ locale?: string; data: { queues: GrantView[] } }> {
  if (user.travelerId === null) return { data: { queues: [] } };
  const partner = await activePartner(ctx, user.partnerId);
  const rows = await ctx.db.partnerTx(user.partnerId, (tx) =>
    tx.rows<GrantRow>(
      `select ${GRANT_COLUMNS}
       from package_queues
       where partner_id = $1
         and traveler_id = $2
         and esim_type = 'classic'
         and not is_code
         and redeemed_at is null
         and cancelled_at is null
         and (expires_at is null or expires_at > $3)
       order by created_at desc, position, id`,
      [user.partnerId, user.travelerId, partnerNow(ctx, partner)],
    ),
  );
  if (rows.length === 0) return { data: { queues: [] } };
  const shown = resolveLocale(locale, partner.settings.locale).locale;
  const queues = rows.map((row) => viewGrant(ctx.catalog.current(), row, shown));
  return { locale: shown, data: { queues } };
}
