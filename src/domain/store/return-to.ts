/**
 * Where a traveler comes from and goes back to when they have paid: a screen of ours, a site that
 * may show our screens, or the partner's own app. Nothing else, for anybody may write it.
 */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { isScreen, SCREENS, webviewUrl } from '../partners/branding/screens.ts';
import { ownApp } from '../partners/branding/links.ts';
import type { Partner } from '../partners/partner.ts';

type Where = Pick<Partner, 'slug' | 'settings'>;
const MAX_URL = 2_048;
const isLocal = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && hostname === 'localhost';

/** Throws `invalid_request`. */
export function checkReturnTo(ctx: Context, partner: Where, to: string): void {
  if (isScreen(to) || isAllowed(ctx, partner, to)) return;
  const expected = `${SCREENS}, or an https address of a site in \`webview.origins\` or of the partner's app`;
  throw invalid([{ field: 'return_to', issue: `expected ${expected}` }]);
}

function isAllowed(ctx: Context, partner: Where, to: string): boolean {
  if (to.length > MAX_URL || !/^https?:\/\/[\x21-\x7e]+$/.test(to) || !URL.canParse(to))
    return false;
  const url = new URL(to);
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol !== 'https:' && !(ctx.config.env === 'staging' && isLocal(url))) return false;
  return originsOf(partner).has(url.origin) || isOfApp(ctx, partner, url);
}

const originsOf = ({ settings }: Where): ReadonlySet<string> =>
  new Set(settings.webview?.origins ?? []);

function isOfApp(ctx: Context, partner: Where, url: URL): boolean {
  const app = ownApp(ctx, partner);
  if (app === null) return false;
  const { origin, pathname } = new URL(app);
  const base = pathname.endsWith('/') ? pathname : `${pathname}/`;
  return url.origin === origin && `${url.pathname}/`.startsWith(base);
}

/** The address that it stands for; a purchase's own screen in place of where it was begun. */
export const backUrl = (ctx: Pick<Context, 'baseUrl'>, partner: Where, to: string): string =>
  isScreen(to) ? `${webviewUrl(ctx.baseUrl, partner.slug)}${to}` : to;

/** Where the pay desk sends the browser once it is paid: it proves nothing, and names nobody. */
export const paidUrl = (
  ctx: Pick<Context, 'baseUrl'>,
  { slug }: Pick<Partner, 'slug'>,
  purchaseId: string,
): string => `${webviewUrl(ctx.baseUrl, slug)}paid?purchase=${purchaseId}`;
