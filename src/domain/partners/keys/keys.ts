/** API keys: `hk_test_…` / `hk_live_…` with a checksum, so that scanners recognise a leaked one. */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';

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

export type NewKey = { api_key: string; api_secret: string };

/** Makes a key pair; the secret is returned here and never again. */
export async function createKey(
  ctx: Context,
  db: Queryable,
  partnerId: string,
  options: { label?: string; minSignatureVersion?: 1 | 2; expiresAt?: Date } = {},
): Promise<NewKey> {
  const environment = keyEnvironment(ctx.config.env);
  const api_key = makeKeyId(environment);
  const api_secret = makeSecret(environment);
  await db.rows(
    `insert into api_keys (id, partner_id, secret_sealed, min_signature_version, label, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      api_key,
      partnerId,
      ctx.secrets.seal(api_secret, keyRow(api_key)),
      options.minSignatureVersion ?? 1,
      options.label ?? null,
      options.expiresAt ?? null,
    ],
  );
  return { api_key, api_secret };
}

/** Revoking again is no error. On this node at once, elsewhere within the key cache's life. */
export async function revokeKey(
  ctx: Context,
  keyId: string,
): Promise<{ api_key: string; partner_id: string; revoked_at: Date }> {
  const row = await ctx.db.one<{ id: string; partner_id: string; revoked_at: Date }>(
    `update api_keys
     set revoked_at = coalesce(revoked_at, now())
     where id = $1
     returning id, partner_id, revoked_at`,
    [keyId],
  );
  if (row === undefined) throw new AppError('not_found', 'There is no such API key.');
  ctx.keys.forget(keyId);
  return { api_key: row.id, partner_id: row.partner_id, revoked_at: row.revoked_at };
}
