/** An authenticator app is added to a member, and removed. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { MemberSession } from '../member.ts';
import { totpRow } from '../sealed-rows.ts';
import { factorsOf, lockOwn, refuseLast } from './factor-holder.ts';
import { ensureRecoveryCodes } from './recovery-codes.ts';
import { relyingParty } from './relying-party.ts';
import { takeTotpOf } from './take-totp.ts';
import { tellMember } from './tell-member.ts';
import { newTotpSecret, totpUri } from './totp-code.ts';
import { makeFresh, refuseCode, takeTry } from './tries.ts';

/**
 * A secret that counts once a code of it was shown; begun again there is another. Throws `conflict`
 * where an app is on.
 */
export async function beginTotp(
  ctx: Context,
  session: MemberSession,
): Promise<{ secret: string; uri: string }> {
  const secret = newTotpSecret();
  const { email } = await ctx.db.tx(async (tx) => {
    const holder = await lockOwn(ctx, tx, session);
    if (holder.totp_since !== null)
      throw new AppError('conflict', 'An authenticator app is on. Remove it before.');
    await tx.rows(
      `update members
       set totp_sealed = $2, totp_step = null
       where id = $1`,
      [holder.id, ctx.secrets.seal(secret, totpRow(holder.id))],
    );
    return holder;
  });
  const { id } = relyingParty(ctx);
  return { secret, uri: totpUri(secret, { issuer: `Hubby ${id}`, email }) };
}

export type Confirmed = {
  /** shown this once; null = there were some */
  recoveryCodes: string[] | null;
  /** that the session goes on under; null = the same */
  token: string | null;
};

/** Throws `code_invalid`, `conflict` where none was begun. */
export async function confirmTotp(
  ctx: Context,
  actor: Actor,
  session: MemberSession,
  code: string,
): Promise<Confirmed> {
  await takeTry(ctx, session);
  const now = ctx.clock.now();
  const confirmed = await ctx.db.tx(async (tx) => {
    const holder = await lockOwn(ctx, tx, session);
    if (holder.totp_sealed === null || holder.totp_since !== null)
      throw new AppError('conflict', 'No authenticator app waits for its first code.');
    if (!(await takeTotpOf(ctx, tx, holder, code))) return null;
    await tx.rows('update members set totp_since = $2 where id = $1', [holder.id, now]);
    await recordAct(tx, actor, { partnerId: null, action: 'totp.added', subject: holder.id });
    await tellMember(ctx, tx, holder.email, 'totp_added');
    return {
      recoveryCodes: await ensureRecoveryCodes(tx, holder.id),
      token: await makeFresh(ctx, tx, session),
    };
  });
  if (confirmed === null) return refuseCode(ctx, session);
  ctx.wake('member_mails');
  return confirmed;
}

/** Throws `conflict` where it is the last factor of a role that needs one. Off already: nothing. */
export async function removeTotp(
  ctx: Context,
  actor: Actor,
  session: MemberSession,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const holder = await lockOwn(ctx, tx, session);
    const isOn = holder.totp_since !== null;
    if (isOn) refuseLast(holder);
    await tx.rows(
      `update members
       set totp_sealed = null, totp_since = null, totp_step = null
       where id = $1`,
      [holder.id],
    );
    if (!isOn) return;
    if (factorsOf(holder) === 1)
      await tx.rows('delete from recovery_codes where member_id = $1', [holder.id]);
    await recordAct(tx, actor, { partnerId: null, action: 'totp.removed', subject: holder.id });
    await tellMember(ctx, tx, holder.email, 'totp_removed');
  });
  ctx.wake('member_mails');
}
