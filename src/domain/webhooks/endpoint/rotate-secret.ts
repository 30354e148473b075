import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { secretRow } from './secrets.ts';
import { makeSigningSecret } from './make-signing-secret.ts';

/** Real time: receivers change their configuration in it. */
const PREVIOUS_VALID = '24 hours';

/**
 * The first call switches signing on. The secret before signs beside the new one for a day; the one
 * before that no more.
 */
export async function rotateSecret(
  ctx: Context,
  actor: Actor,
  partnerId: string,
): Promise<{ signing_secret: string; previous_valid_until: string | null }> {
  const secret = makeSigningSecret();
  const previous_valid_until = await ctx.db.partnerTx(partnerId, async (tx) => {
    const made = await tx.one<{ previous_secret_until: Date | null }>(
      `insert into webhook_endpoints (partner_id, is_enabled, secret_sealed)
       values ($1, false, $2)
       on conflict (partner_id) do update set previous_secret_sealed = webhook_endpoints.secret_sealed,
         secret_sealed = excluded.secret_sealed, updated_at = now(),
         previous_secret_until = case when webhook_endpoints.secret_sealed is null then null else now() + interval '${PREVIOUS_VALID}' end
       returning previous_secret_until`,
      [partnerId, ctx.secrets.seal(secret, secretRow(partnerId))],
    );
    const previous_valid_until = made!.previous_secret_until?.toISOString() ?? null;
    await recordAct(tx, actor, {
      partnerId,
      action: 'webhook_endpoint.secret_rotated',
      after: { previous_valid_until },
    });
    return previous_valid_until;
  });
  return { signing_secret: secret, previous_valid_until };
}
