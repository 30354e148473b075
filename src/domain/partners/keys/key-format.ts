/** API keys: `hk_test_…` / `hk_live_…` with a checksum, so that scanners recognise a leaked one. */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

export type KeyEnvironment = 'test' | 'live';
export const keyEnvironment = (env: 'staging' | 'production'): KeyEnvironment =>
  env === 'production' ? 'live' : 'test';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const random = (length: number): string =>
  Array.from(randomBytes(length), (byte) => ALPHABET[byte & 31]).join('');
const checksum = (text: string): string => {
  let value = crc32(text);
  let out = '';
  for (let i = 0; i < 6; i++, value = Math.floor(value / 32)) out = ALPHABET[value % 32] + out;
  return out;
};

export const makeKeyId = (environment: KeyEnvironment): string => {
  const head = `hk_${environment}_${random(24)}`;
  return head + checksum(head);
};

/** The environment of a well-formed key, null for anything else. */
export function parseKeyId(key: string): KeyEnvironment | null {
  const m = /^(hk_(test|live)_[0-9a-z]{24})([0-9a-z]{6})$/.exec(key);
  return m !== null && checksum(m[1]!) === m[3] ? (m[2] as KeyEnvironment) : null;
}

export const makeSecret = (environment: KeyEnvironment): string =>
  `hs_${environment}_${randomBytes(32).toString('base64url')}`;
export const keyRow = (keyId: string): string => `api_key:${keyId}`;
