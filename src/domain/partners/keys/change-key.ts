/** A key that is in force, changed: from where it may sign. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { readAllowedIps } from './allowed-ips.ts';

export type KeyChange = { allowed_ips: readonly string[] };
export type ChangedKey = { api_key: string; partner_id: string; allowed_ips: string[] };

/**
 * On this node at once, elsewhere within the key cache's life. 404 for one that is over.
 * `partnerId`: only one of its own; null = anybody's, for the operator.
 */
export async function changeKey(
  ctx: Context,
  actor: Actor,
  partnerId: string | null,
  keyId: string,
  change: KeyChange,
): Promise<ChangedKey> {
  const allowed_ips = readAllowedIps(change.allowed_ips);
  const partner_id = await ctx.db.tx(async (tx) => {
    const key = await tx.one<{ partner_id: string; allowed_ips: string[] }>(
      `select partner_id, allowed_ips
       from api_keys
       where id = $1 and ($2::text is null or partner_id = $2) and revoked_at is null
         and (expires_at is null or expires_at > now())
       for no key update`,
      [keyId, partnerId],
    );
    if (key === undefined) throw new AppError('not_found', 'There is no such API key.');
    await tx.rows('update api_keys set allowed_ips = $2 where id = $1', [keyId, allowed_ips]);
    await recordAct(tx, actor, {
      partnerId: key.partner_id,
      action: 'key.changed',
      subject: keyId,
      before: { allowed_ips: key.allowed_ips },
      after: { allowed_ips },
    });
    return key.partner_id;
  });
  ctx.keys.forget(keyId);
  noteChange(ctx, actor, 'a key was changed', { partner_id, api_key: keyId });
  return { api_key: keyId, partner_id, allowed_ips };
}
