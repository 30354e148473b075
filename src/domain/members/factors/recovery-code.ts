/**
 * Codes that open once in place of the second factor. 80 random bits each: their SHA-256 gives
 * nothing away.
 */
import { createHash, randomBytes } from 'node:crypto';
import { plainText } from '../../../input/typed.ts';

export const RECOVERY_CODES = 10;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

/** `xxxx-xxxx-xxxx-xxxx`, without letters that look like digits. */
export const newRecoveryCode = (): string =>
  [...randomBytes(LENGTH)]
    .map((byte) => ALPHABET[byte & 31]!)
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');

/**
 * As it is kept, of the code however it was typed; null where it cannot be one. Bound to its member,
 * so that equal codes of two would not look equal.
 */
export function recoveryCodeHash(memberId: string, typed: string): Buffer | null {
  const code = plainText(typed)
    .toLowerCase()
    .replace(/[\s-]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
  if (code.length !== LENGTH || ![...code].every((character) => ALPHABET.includes(character)))
    return null;
  return createHash('sha256').update(`${memberId}\n${code}`).digest();
}
