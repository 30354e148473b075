/**
 * The session: opened by a redirect token that is used up by it, kept in memory and for as long as
 * the tab lives, renewed before it runs out. Nothing of it is ever in an address.
 */
export type Session = { token: string; expires_at: string; ends_at: string };

/** Also written by the form behind a link of a mail. */
const KEY = 'hubby.session';
const RENEW_BEFORE_MS = 5 * 60_000;

let current: Session | null = null;

export function loadSession(): Session | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
    current = stored !== null && Date.parse(stored.ends_at) > Date.now() ? stored : null;
  } catch {
    // A browser may forbid storage: then the session lives as long as the page.
  }
  return current;
}

export const session = (): Session | null => current;

export function keepSession(next: Session | null): void {
  current = next;
  try {
    if (next === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // See above.
  }
}

/** Soon over, and not yet for good. */
export const isDue = ({ expires_at, ends_at }: Session): boolean =>
  Date.parse(expires_at) - Date.now() < RENEW_BEFORE_MS &&
  Date.parse(ends_at) - Date.parse(expires_at) > 1_000;

/** Takes the token, and what the app says of its device, out of the page's address. */
export function takeFromAddress(): {
  redirectToken: string | null;
  to: string | null;
  hints: Record<string, string>;
} {
  const url = new URL(location.href);
  const take = (name: string): string | null => {
    const value = url.searchParams.get(name);
    url.searchParams.delete(name);
    return value;
  };
  const redirectToken = take('redirect_token');
  const to = take('to');
  const hints: Record<string, string> = {};
  for (const name of ['device_name', 'device_type', 'phone_os', 'os_version', 'locale']) {
    const value = take(name);
    // Whoever wrote the address may have written anything: nobody is kept out for a hint.
    if (value !== null && value !== '' && (name !== 'locale' || isLocale(value)))
      hints[name] = value.slice(0, 200);
  }
  history.replaceState(null, '', url.pathname + url.search);
  return { redirectToken, to, hints };
}

const LONGEST_LOCALE = 35;

function isLocale(text: string): boolean {
  try {
    return text.length <= LONGEST_LOCALE && Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
