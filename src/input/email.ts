/**
 * What counts as an e-mail address, wherever one comes in: an address that any mail server of today
 * takes. That leaves out what the grammar allows and mail loses: quoted names, names beyond ASCII
 * (few servers take those), IP literals, hosts without a dot. Domains beyond ASCII are fine, since
 * they travel in their ASCII form.
 */
import { domainToASCII } from 'node:url';
import { plainText } from './typed.ts';

const MAX_BYTES = 254;
const MAX_NAME = 64;
const MAX_DOMAIN = 253;
const NAME_CHARACTERS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/**
 * Letters, digits and marks of any script: nothing that the conversion would take for an escape or
 * a separator.
 */
const INTERNATIONAL = /^[\p{L}\p{N}\p{M}.-]+$/u;
const ASCII = /^[\x21-\x7e]+$/;

/**
 * Null: mail can be sent there. Else what is wrong, as it goes on after "expected an e-mail
 * address".
 */
export function emailIssue(text: string): string | null {
  if (Buffer.byteLength(text) > MAX_BYTES) return `of at most ${MAX_BYTES} characters`;
  const at = text.indexOf('@');
  if (at === -1 || at !== text.lastIndexOf('@')) return 'with one @ in it';
  return nameIssue(text.slice(0, at)) ?? domainIssue(text.slice(at + 1));
}

export const isEmail = (text: string): boolean => emailIssue(text) === null;

function nameIssue(name: string): string | null {
  if (name === '') return 'with a name before the @';
  if (name.length > MAX_NAME) return `with at most ${MAX_NAME} characters before the @`;
  if (!NAME_CHARACTERS.test(name))
    return 'with only ASCII letters, digits and the usual signs before the @, unquoted';
  return name.startsWith('.') || name.endsWith('.') || name.includes('..')
    ? 'without a dot at either end of its name and without two in a row'
    : null;
}

function domainIssue(domain: string): string | null {
  const ascii = asciiDomain(domain);
  const labels = ascii?.split('.') ?? [];
  if (labels.length < 2) return 'with a domain such as example.com after the @';
  if (ascii!.length > MAX_DOMAIN || !labels.every((label) => LABEL.test(label)))
    return 'with a domain of letters, digits and hyphens, at most 63 between two dots';
  return /^([a-z]{2,}|xn--[a-z0-9-]+)$/.test(labels.at(-1)!)
    ? null
    : 'with a domain that ends in letters, such as .com';
}

/** Null: no name of a host. */
function asciiDomain(domain: string): string | null {
  if (ASCII.test(domain)) return domain.toLowerCase();
  return INTERNATIONAL.test(domain) ? domainToASCII(domain).toLowerCase() : null;
}

/** The form for senders that take ASCII only; whatever is no address comes back as it is. */
export function asciiEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const ascii = asciiDomain(email.slice(at + 1));
  return ascii === null || ascii === '' ? email : `${email.slice(0, at)}@${ascii}`;
}

/**
 * What somebody typed or pasted into a form: without the invisible, full-width letters and signs as
 * the plain ones.
 */
export const typedEmail = (text: string): string => plainText(text.slice(0, 4 * MAX_BYTES));
