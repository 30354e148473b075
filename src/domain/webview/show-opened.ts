/** What is answered when a session was opened, however that was. */
import type { Context } from '../../context.ts';
import { brandAlone } from '../partners/branding/brand.ts';
import type { Partner } from '../partners/partner.ts';
import { signSession } from './session-token.ts';
import { travelerDashboard } from './traveler-dashboard.ts';
import type { Visitor } from './visitor.ts';

/** After the commit of `openSession`. */
export async function showOpened(ctx: Context, partner: Partner, visitor: Visitor) {
  const token = await signSession(ctx, { partnerId: partner.id, ...visitor });
  const { name, logoUrl, primaryColor, secondaryColor, legal } = await brandAlone(
    ctx,
    partner,
    null,
  );
  return {
    ...token,
    session_ends_at: visitor.endsAt.toISOString(),
    session_id: visitor.sessionId,
    scope: visitor.scope === 'traveler' ? ('traveler' as const) : ('booking' as const),
    dashboard: await travelerDashboard(ctx, partner, visitor),
    partner: {
      name: partner.name,
      slug: partner.slug,
      branding: {
        name,
        logo_url: logoUrl,
        primary_color: primaryColor,
        secondary_color: secondaryColor,
        legal,
      },
    },
    locale: visitor.locale,
  };
}
