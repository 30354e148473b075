/** What visitors type into the forms of pages. */
import { isEmail, typedEmail } from '../../input/email.ts';

export const MAX_EMAIL = 254;

/** What the visitor typed, ready to be used; null where it is no address. */
export function emailFrom(typed: string): string | null {
  const email = typedEmail(typed);
  return /[\r\n]/.test(typed) || !isEmail(email) ? null : email;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
