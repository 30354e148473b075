/** What a word may be the beginning or the end of, for looking it up by an index. */

/** Behind every text that begins with the one before it, as the database compares them. */
export const LAST = '\u{10FFFF}';

/** Of a number of at least four digits, however it is grouped: these; else null. */
export function digitsOf(word: string): string | null {
  const digits = word.replace(/[\s-]/g, '');
  return /^\d{4,20}$/.test(digits) ? digits : null;
}

/** As an index of reversed numbers has them. */
export const backwards = (digits: string | null): string | null =>
  digits === null ? null : [...digits].reverse().join('');
