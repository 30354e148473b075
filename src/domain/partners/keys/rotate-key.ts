/** A new key in the place of one, which goes on for a day: nothing stops while servers change over. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { refuseMore, type KeyScope } from './scopes.ts';
import type { Partner } from '../partner.ts';
import { makeKey, type MadeKey } from './add-key.ts';

const OVERLAP = '24 hours';

type Row = {
  label: string | null;
  scopes: KeyScope[];
  expires_at: Date | null;
  allowed_ips: string[];
};

/**
 * It may what the old one may, from where it may, as long as that. `own`: what whoever asks may hand on, for the new
 * secret is shown to them. Throws 403 `scope_missing`, 404 for one that is over.
 */
export async function rotateKey(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  keyId: string,
  own: ReadonlySet<KeyScope>,
): Promise<MadeKey & { previous_valid_until: string }> {
  const made = await ctx.db.tx(async (tx) => {
    const old = await tx.one<Row>(
      `select label, scopes, expires_at, allowed_ips
       from api_keys
       where id = $1 and partner_id = $2 and revoked_at is null
         and (expires_at is null or expires_at > now())
       for no key update`,
      [keyId, partner.id],
    );
    if (old === undefined) throw new AppError('not_found', 'There is no such API key.');
    const { label, scopes, expires_at, allowed_ips: allowedIps } = old;
    refuseMore(scopes, own);
    const key = await makeKey(ctx, actor, tx, partner, {
      label,
      scopes,
      expiresAt: expires_at,
      allowedIps,
    });
    const ends = await tx.one<{ expires_at: Date }>(
      `update api_keys
       set expires_at = least(expires_at, now() + interval '${OVERLAP}')
       where id = $1
       returning expires_at`,
      [keyId],
    );
    const previous = ends!.expires_at.toISOString();
    await recordAct(tx, actor, {
      partnerId: partner.id,
      action: 'key.rotated',
      subject: keyId,
      before: { expires_at },
      after: { expires_at: previous, next: key.api_key },
    });
    return { ...key, previous_valid_until: previous };
  });
  ctx.keys.forget(keyId);
  ctx.wake('member_mails');
  noteChange(ctx, actor, 'a key was rotated', { partner_id: partner.id, api_key: keyId });
  return made;
}
