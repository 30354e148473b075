/**
 * The two cookies of the dashboard. `__Host-` keeps one to this very host, by https, so that no
 * other may plant it; a staging installation by plain http cannot have that, and goes without.
 */
import type { Context } from '../context.ts';
import { dashboardAddress } from '../domain/members/dashboard-address.ts';
import { isToken } from '../domain/members/tokens.ts';

type Where = Pick<Context, 'config' | 'baseUrl'>;
export type CookieKind = 'session' | 'browser';

const SECURE: Record<CookieKind, string> = {
  session: '__Host-hubby',
  browser: '__Host-hubby-browser',
};
const PLAIN: Record<CookieKind, string> = { session: 'hubby-session', browser: 'hubby-browser' };

/** As long as a session lasts at most. */
const SESSION_S = 14 * 24 * 3_600;
/** Longer than any link or challenge that is bound to it. */
const BROWSER_S = 3_600;

const isPlain = (ctx: Where): boolean =>
  ctx.config.env === 'staging' && dashboardAddress(ctx).startsWith('http:');

const written = (ctx: Where, kind: CookieKind, value: string, maxAgeS: number): string => {
  const plain = isPlain(ctx);
  const name = (plain ? PLAIN : SECURE)[kind];
  return `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${plain ? '' : '; Secure'}`;
};

/** For `set-cookie`. */
export const sessionCookie = (ctx: Where, token: string): string =>
  written(ctx, 'session', token, SESSION_S);
export const noSessionCookie = (ctx: Where): string => written(ctx, 'session', '', 0);
export const browserCookie = (ctx: Where, token: string): string =>
  written(ctx, 'browser', token, BROWSER_S);

/** `header`: `cookie` as it came. Null for what is none of ours, and where there are several. */
export function readCookie(
  ctx: Where,
  kind: CookieKind,
  header: string | undefined,
): string | null {
  const name = (isPlain(ctx) ? PLAIN : SECURE)[kind];
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value, second] = values;
  return value !== undefined && second === undefined && isToken(value) ? value : null;
}
