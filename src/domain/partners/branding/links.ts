/** Links that travelers get, on the wire and in mails. */
import type { Context } from '../../../context.ts';
import type { Partner } from '../partner.ts';

type Places = Pick<Context, 'baseUrl' | 'config'>;

/** The page on which a code is claimed; opening it consumes nothing. */
export const claimUrl = (ctx: Places, partner: Pick<Partner, 'slug'>, uuid: string): string =>
  `${ctx.baseUrl}/free-esim/${partner.slug}?uuid=${uuid}`;

/**
 * The app in which travelers manage their eSIM: the partner's, else the installation's; null: our
 * pages do. No trailing slash.
 */
export function ownApp(ctx: Places, partner: Pick<Partner, 'settings'>): string | null {
  const app = (partner.settings.app_url ?? ctx.config.appUrl)?.replace(/(?<!\/)\/+$/, '');
  return app === undefined || app === ctx.baseUrl ? null : app;
}

/** Opens the app with the code. */
export const deepLinkUrl = (
  ctx: Places,
  partner: Pick<Partner, 'settings'>,
  code: string,
): string =>
  `${ownApp(ctx, partner) ?? ctx.baseUrl}/starter/?promoCode=${encodeURIComponent(code)}`;
