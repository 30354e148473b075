/**
 * Request targets are signed as sent and never normalised, so what a proxy or router might
 * normalise is refused: empty and dot segments of the path, and percent-encoded unreserved
 * characters anywhere. So is what is no UTF-8.
 */
const ENCODED_UNRESERVED = /%(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])/;
const NOT_PRINTABLE = /[^\x21-\x7e]/;
const BROKEN_ENCODING = /%(?![0-9a-fA-F]{2})/;
const BEYOND_ASCII = /%[89a-fA-F]/;

/** Null for a target in its plain form, else a sentence. */
export function problemOfTarget(target: string): string | null {
  const why = whatIsWrong(target);
  return why === null ? null : `The request target is not in its plain form: ${why}.`;
}

function whatIsWrong(target: string): string | null {
  const path = target.split('?', 1)[0]!;
  if (!path.startsWith('/')) return 'it must begin with /';
  if (path.includes('//')) return 'its path has an empty segment (//)';
  if (/\/\.{1,2}(?:\/|$)/.test(path)) return 'its path has a dot segment';
  if (NOT_PRINTABLE.test(target)) return 'it has a character that must be percent-encoded';
  if (BROKEN_ENCODING.test(target)) return 'a % is not followed by two hex digits';
  if (ENCODED_UNRESERVED.test(target))
    return 'it percent-encodes a character that needs no encoding (letters, digits, - . _ ~)';
  return isUtf8(target) ? null : 'its percent-encoded bytes are not UTF-8';
}

/** Of a target whose encoding is whole. */
function isUtf8(target: string): boolean {
  if (!BEYOND_ASCII.test(target)) return true;
  try {
    decodeURIComponent(target);
    return true;
  } catch {
    return false;
  }
}
