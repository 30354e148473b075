/**
 * Request targets are signed as sent and never normalised, so what a proxy or router might
 * normalise is refused: empty and dot segments of the path, and percent-encoded unreserved
 * characters anywhere. So is what is no UTF-8.
 */
import { AppError } from '../errors.ts';
import { isEncodedUtf8 } from '../http/utf8.ts';

const ENCODED_UNRESERVED = /%(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])/;
const NOT_PRINTABLE = /[^\x21-\x7e]/;
const BROKEN_ENCODING = /%(?![0-9a-fA-F]{2})/;

export function checkTarget(target: string): void {
  const error = whatIsWrong(target);
  if (error !== null) throw error;
}

/** Null for a target in its plain form. */
export function whatIsWrong(target: string): AppError | null {
  const path = target.split('?', 1)[0]!;
  const why = !path.startsWith('/')
    ? 'it must begin with /'
    : path.includes('//')
      ? 'its path has an empty segment (//)'
      : /\/\.{1,2}(?:\/|$)/.test(path)
        ? 'its path has a dot segment'
        : NOT_PRINTABLE.test(target)
          ? 'it has a character that must be percent-encoded'
          : BROKEN_ENCODING.test(target)
            ? 'a % is not followed by two hex digits'
            : ENCODED_UNRESERVED.test(target)
              ? 'it percent-encodes a character that needs no encoding (letters, digits, - . _ ~)'
              : isEncodedUtf8(target)
                ? null
                : 'its percent-encoded bytes are not UTF-8';
  return why === null
    ? null
    : new AppError('malformed_target', `The request target is not in its plain form: ${why}.`);
}
