/** Links that travelers get, on the wire and in mails. */
import type { Context } from '../../context.ts';
import type { Partner } from './key-store.ts';

type Places = Pick<Context, 'baseUrl' | 'config'>;

/** The page on which a code is claimed; opening it consumes nothing. */
export const claimUrl = (ctx: Places, partner: Pick<Partner, 'slug'>, uuid: string): string =>
  `${ctx.baseUrl}/free-esim/${partner.slug}?uuid=${uuid}`;

/** Where travelers manage their eSIM: the partner's app, the installation's, or our own pages. No trailing slash. */
export const appBase = (ctx: Places, partner: Pick<Partner, 'settings'>): string =>
  (partner.settings.app_url ?? ctx.config.appUrl ?? ctx.baseUrl).replace(/\/+$/, '');

/** Opens the app with the code. */
export const deepLinkUrl = (
  ctx: Places,
  partner: Pick<Partner, 'settings'>,
  code: string,
): string => `${appBase(ctx, partner)}/starter/?promoCode=${encodeURIComponent(code)}`;
