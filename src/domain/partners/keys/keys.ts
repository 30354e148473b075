/** Keys of partners: made, and revoked. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { keyEnvironment, keyRow, makeKeyId, makeSecret } from './key-format.ts';

export type NewKey = { api_key: string; api_secret: string };

export type KeyOptions = { label?: string; minSignatureVersion?: 1 | 2; expiresAt?: Date };

/** Makes a key pair; the secret is returned here and never again. */
export async function createKey(
  ctx: Context,
  db: Queryable,
  partnerId: string,
  options: KeyOptions = {},
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

/** Another key for a partner that is there. */
export async function addKey(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  options: KeyOptions,
): Promise<NewKey> {
  const made = await createKey(ctx, ctx.db, partnerId, options);
  noteChange(ctx, actor, 'a key was made', { partner_id: partnerId, api_key: made.api_key });
  return made;
}

/** Revoking again is no error. On this node at once, elsewhere within the key cache's life. */
export async function revokeKey(
  ctx: Context,
  actor: Actor,
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
  noteChange(ctx, actor, 'a key was revoked', { partner_id: row.partner_id, api_key: row.id });
  return { api_key: row.id, partner_id: row.partner_id, revoked_at: row.revoked_at };
}
