/**
 * The mailbox behind an address, so that spellings of one mailbox share a limit. For counting only:
 * mails go to what was typed.
 */
import { domainToASCII } from 'node:url';

const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

export function mailboxOf(email: string): string {
  const text = email.normalize('NFKC').trim().toLowerCase();
  const at = text.lastIndexOf('@');
  const written = text.slice(at + 1).replace(/(?<!\.)\.+$/, '');
  const host = domainToASCII(written) || written;
  const local = text.slice(0, Math.max(at, 0));
  // A local part that begins with + has nothing before the tag; then it is the name itself.
  const name = /^(.+?)\+/.exec(local)?.[1] ?? local;
  return DOTLESS.has(host) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${host}`;
}
