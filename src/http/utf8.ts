/**
 * Text is UTF-8 here: what is no UTF-8 is refused, for decoding it anyhow makes one text of
 * different ones.
 */
import { isUtf8 } from 'node:buffer';
import { AppError } from '../errors.ts';

/**
 * The text of a body. A byte order mark stays in it, so that it still has the bytes that came.
 * Throws `invalid_request`.
 */
export function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes))
    throw new AppError('invalid_request', `The body is not UTF-8: ${firstBreak(bytes)}.`);
  return bytes.toString('utf8');
}

export const withoutMark = (text: string): string =>
  text.startsWith('\uFEFF') ? text.slice(1) : text;

const ENCODED = /(?:%[0-9a-fA-F]{2})+/g;
const BEYOND_ASCII = /%[89a-fA-F]/;

/** Whether the percent-encoded bytes in it are UTF-8. */
export function isEncodedUtf8(text: string): boolean {
  if (!BEYOND_ASCII.test(text)) return true;
  try {
    for (const [run] of text.matchAll(ENCODED)) decodeURIComponent(run);
    return true;
  } catch {
    return false;
  }
}

/** Where decoding and encoding it again leads to something else. */
function firstBreak(bytes: Buffer): string {
  const again = Buffer.from(bytes.toString('utf8'));
  let at = 0;
  while (bytes[at] === again[at]) at++;
  const byte = bytes[at] ?? bytes.at(-1)!;
  return `see byte ${at + 1}, 0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
