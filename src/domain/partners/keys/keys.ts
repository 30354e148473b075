/** Keys of partners: made, and revoked. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { nameOf, noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { keyEnvironment, keyRow, makeKeyId, makeSecret } from './key-format.ts';
import { inOrder, USUAL_SCOPES, type KeyScope } from './scopes.ts';

export type NewKey = { api_key: string; api_secret: string };

export type KeyOptions = {
  label?: string;
  minSignatureVersion?: 1 | 2;
  expiresAt?: Date;
  /** default: the usual ones */
  scopes?: readonly KeyScope[];
  /** as readAllowedIps answers them; default: everywhere */
  allowedIps?: readonly string[];
};

/** Makes a key pair; the secret is returned here and never again. */
export async function createKey(
  ctx: Context,
  actor: Actor,
  tx: Queryable,
  partnerId: string,
  options: KeyOptions = {},
): Promise<NewKey> {
  const environment = keyEnvironment(ctx.config.env);
  const api_key = makeKeyId(environment);
  const api_secret = makeSecret(environment);
  const label = options.label ?? null;
  const expires_at = options.expiresAt ?? null;
  const scopes = inOrder(options.scopes ?? USUAL_SCOPES);
  const allowed_ips = options.allowedIps ?? [];
  await tx.rows(
    `insert into api_keys (id, partner_id, secret_sealed, min_signature_version, label, expires_at,
       scopes, made_by, allowed_ips)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      api_key,
      partnerId,
      ctx.secrets.seal(api_secret, keyRow(api_key)),
      options.minSignatureVersion ?? 1,
      label,
      expires_at,
      scopes,
      nameOf(actor),
      allowed_ips,
    ],
  );
  await recordAct(tx, actor, {
    partnerId,
    action: 'key.made',
    subject: api_key,
    after: { label, scopes, expires_at, ...(allowed_ips.length > 0 ? { allowed_ips } : {}) },
  });
  return { api_key, api_secret };
}

export type RevokedKey = { api_key: string; partner_id: string; revoked_at: Date };

/**
 * Revoking again is no error. On this node at once, elsewhere within the key cache's life.
 * `partnerId`: only one of its own; null = anybody's, for the operator.
 */
export async function revokeKey(
  ctx: Context,
  actor: Actor,
  keyId: string,
  partnerId: string | null = null,
): Promise<RevokedKey> {
  const revoked = await ctx.db.tx(async (tx) => {
    const key = await tx.one<{ partner_id: string; revoked_at: Date | null }>(
      `select partner_id, revoked_at
       from api_keys
       where id = $1 and ($2::text is null or partner_id = $2)
       for no key update`,
      [keyId, partnerId],
    );
    if (key === undefined) throw new AppError('not_found', 'There is no such API key.');
    if (key.revoked_at !== null) return { ...key, revoked_at: key.revoked_at };
    const row = await tx.one<{ revoked_at: Date }>(
      'update api_keys set revoked_at = now() where id = $1 returning revoked_at',
      [keyId],
    );
    const { revoked_at } = row!;
    await recordAct(tx, actor, {
      partnerId: key.partner_id,
      action: 'key.revoked',
      subject: keyId,
      before: { revoked_at: null },
      after: { revoked_at },
    });
    return { partner_id: key.partner_id, revoked_at };
  });
  ctx.keys.forget(keyId);
  const { partner_id, revoked_at } = revoked;
  noteChange(ctx, actor, 'a key was revoked', { partner_id, api_key: keyId });
  return { api_key: keyId, partner_id, revoked_at };
}
