/**
 * The keys that our own tokens are signed with: made when first needed, changed every 30 days, the
 * private half sealed. A retired key is published until the last token signed with it has run out.
 * All in real time.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Db } from '../../db/pool.ts';
import type { Secrets } from '../../secrets.ts';

const ROTATION = '30 days';
/**
 * A token lives an hour; a process may go on signing with a key for SIGNING_MS after another has
 * retired it.
 */
export const PUBLISHED = '2 hours';
const SIGNING_MS = 60_000;

export type SigningKey = { kid: string; key: KeyObject };

export const issuerRow = (kid: string): string => `issuer_key:${kid}`;

export type IssuerKeys = {
  /** The same for all processes: the index issuer_keys_current lets only one key be in use. */
  signing(): Promise<SigningKey>;
  /** As published at /.well-known/jwks.json. */
  published(): Promise<{ keys: Record<string, unknown>[] }>;
};

export function makeIssuerKeys(db: Db, secrets: Secrets): IssuerKeys {
  let known: { key: SigningKey; until: number } | undefined;
  return {
    async signing() {
      if (known !== undefined && Date.now() < known.until) return known.key;
      const { kid, private_sealed } = (await findCurrent(db)) ?? (await makeKey(db, secrets));
      const key = { kid, key: createPrivateKey(secrets.open(private_sealed, issuerRow(kid))) };
      known = { key, until: Date.now() + SIGNING_MS };
      return key;
    },
    published: () => publicKeys(db),
  };
}

type Stored = { kid: string; private_sealed: Buffer };

const findCurrent = (db: Db): Promise<Stored | undefined> =>
  db.one<Stored>(
    `select kid, private_sealed
     from issuer_keys
     where retired_at is null and created_at > clock_timestamp() - interval '${ROTATION}'`,
  );

async function makeKey(db: Db, secrets: Secrets): Promise<Stored> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as JWK;
  const kid = await calculateJwkThumbprint(jwk);
  const sealed = secrets.seal(
    privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    issuerRow(kid),
  );
  return db.tx(async (tx) => {
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

async function publicKeys(db: Db): Promise<{ keys: Record<string, unknown>[] }> {
  const rows = await db.rows<{ public_jwk: Record<string, unknown> }>(
    `select public_jwk
     from issuer_keys
     where retired_at is null or retired_at > clock_timestamp() - interval '${PUBLISHED}'
     order by created_at desc`,
  );
  return { keys: rows.map((r) => r.public_jwk) };
}
