/**
 * The keys that our own tokens are signed with: made when first needed, changed every 30 days, the
 * private half sealed. A retired key is published until the last token signed with it has run out.
 * All in real time.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/pool.ts';

const ROTATION = '30 days';
/**
 * A token lives an hour; a process may go on signing with a key for SIGNING_MS after another has
 * retired it.
 */
const PUBLISHED = '2 hours';
const SIGNING_MS = 60_000;

export type SigningKey = { kid: string; key: KeyObject };

export const issuerRow = (kid: string): string => `issuer_key:${kid}`;
const current = new WeakMap<Db, { key: SigningKey; until: number }>();

/** The same for all processes: the index issuer_keys_current lets only one key be in use. */
export async function signingKey(ctx: Context): Promise<SigningKey> {
  const known = current.get(ctx.db);
  if (known !== undefined && Date.now() < known.until) return known.key;
  const stored = (await findCurrent(ctx)) ?? (await makeKey(ctx));
  const key = {
    kid: stored.kid,
    key: createPrivateKey(ctx.secrets.open(stored.private_sealed, issuerRow(stored.kid))),
  };
  current.set(ctx.db, { key, until: Date.now() + SIGNING_MS });
  return key;
}

type Stored = { kid: string; private_sealed: Buffer };

const findCurrent = (ctx: Context): Promise<Stored | undefined> =>
  ctx.db.one<Stored>(
    `select kid, private_sealed
     from issuer_keys
     where retired_at is null and created_at > clock_timestamp() - interval '${ROTATION}'`,
  );

async function makeKey(ctx: Context): Promise<Stored> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as JWK;
  const kid = await calculateJwkThumbprint(jwk);
  const sealed = ctx.secrets.seal(
    privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    issuerRow(kid),
  );
  return ctx.db.tx(async (tx) => {
    await tx.rows(
      `update issuer_keys
       set retired_at = clock_timestamp()
       where retired_at is null and created_at <= clock_timestamp() - interval '${ROTATION}'`,
    );
    await tx.rows(
      `insert into issuer_keys (kid, private_sealed, public_jwk, created_at)
       values ($1, $2, $3, clock_timestamp())
       on conflict do nothing`,
      [kid, sealed, JSON.stringify({ ...jwk, kid, alg: 'ES256', use: 'sig' })],
    );
    // Another process may have been first; then its key is the one.
    return (await tx.one<Stored>(
      'select kid, private_sealed from issuer_keys where retired_at is null',
    ))!;
  });
}

/** As published at /.well-known/jwks.json. */
export async function publicKeys(db: Db): Promise<{ keys: Record<string, unknown>[] }> {
  const rows = await db.rows<{ public_jwk: Record<string, unknown> }>(
    `select public_jwk
     from issuer_keys
     where retired_at is null or retired_at > clock_timestamp() - interval '${PUBLISHED}'
     order by created_at desc`,
  );
  return { keys: rows.map((r) => r.public_jwk) };
}

/** Housekeeping: keys of which no token is left, and App Check tokens that have run out. */
export async function forgetOldTokens(ctx: Context): Promise<void> {
  await ctx.db.rows(
    `delete from issuer_keys where retired_at <= clock_timestamp() - interval '${PUBLISHED}'`,
  );
  await ctx.db.rows('delete from used_app_tokens where expires_at < clock_timestamp()');
}
