/** Whether a URL that somebody wants to set may be called at all. */
import { isPublic, literalOf, type Resolve } from './address.ts';

export type UrlRules = {
  /** lifts the rule about addresses, and only that */
  allowPrivate: boolean;
  httpsOnly: boolean;
  /** what goes on behind the refusal of an address that is not public */
  aside?: (url: URL) => string;
};

/** What is wrong with it, in a sentence; null for nothing. */
export async function checkUrl(
  text: string,
  { allowPrivate, httpsOnly, aside = () => '' }: UrlRules,
  resolve: Resolve,
): Promise<string | null> {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  if (text.length > 2_048) return `expected at most 2048 characters, got ${text.length}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return `expected an ${httpsOnly ? 'https' : 'http or https'} URL, got "${shown}"`;
  if (httpsOnly && url.protocol !== 'https:') return `expected an https URL, got "${shown}"`;
  if (url.username !== '' || url.password !== '')
    return 'expected a URL without user name and password';
  const literal = literalOf(url.hostname);
  if (literal !== null)
    return allowPrivate || isPublic(literal)
      ? null
      : `expected a host with public addresses only, got ${literal}${aside(url)}`;
  try {
    const addresses = await resolve(url.hostname);
    if (addresses.length === 0) return `expected a host that resolves, got ${url.hostname}`;
    const bad = allowPrivate ? undefined : addresses.find(({ address }) => !isPublic(address));
    return bad === undefined
      ? null
      : `expected a host with public addresses only, got ${url.hostname}, which has another${aside(url)}`;
  } catch {
    return `expected a host that resolves, got ${url.hostname}`;
  }
}
