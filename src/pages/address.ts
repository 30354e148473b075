/** What visitors type into the forms of pages. */
import addFormats from 'ajv-formats';

export const MAX_EMAIL = 254;

/** As the API checks it. */
const EMAIL = (addFormats as unknown as { default: { get(name: 'email'): RegExp } }).default.get(
  'email',
);

/** What the visitor typed, ready to be used; null where it is no address. */
export function emailFrom(typed: string): string | null {
  const email = typed.trim();
  return /[\r\n]/.test(typed) || email.length > MAX_EMAIL || !EMAIL.test(email) ? null : email;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
