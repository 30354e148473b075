/** A code of the authenticator app, or a recovery code, in place of what is missing or has grown old. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { freshUntil, type MemberSession } from '../member.ts';
import { sessionEnded } from '../sessions/find-member.ts';
import { lockHolder, type FactorHolder } from './factor-holder.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { takeTotpOf } from './take-totp.ts';
import { tellMember } from './tell-member.ts';
import { makeFresh, refuseCode, takeTry } from './tries.ts';

/** `token`: that the session goes on under; null = the same. */
export type ShownCode = { token: string | null; freshUntil: Date };

type Take = (tx: Tx, holder: FactorHolder) => Promise<boolean>;

/** Throws `code_invalid`; the fifth wrong one ends the session. */
async function show(ctx: Context, session: MemberSession, take: Take): Promise<ShownCode> {
  await takeTry(ctx, session);
  const now = ctx.clock.now();
  const shown = await ctx.db.tx(async (tx) => {
    const holder = await lockHolder(tx, session.memberId);
    if (holder === null) throw sessionEnded();
    return (await take(tx, holder)) ? { token: await makeFresh(ctx, tx, session) } : null;
  });
  if (shown === null) return refuseCode(ctx, session);
  return { ...shown, freshUntil: freshUntil({ freshAt: now }, now)! };
}

/** To sign in with, or to be fresh. */
export const showTotp = (ctx: Context, session: MemberSession, code: string) =>
  show(ctx, session, async (tx, holder) =>
    holder.totp_since === null ? false : takeTotpOf(ctx, tx, holder, code),
  );

/** To sign in with where the device is gone. */
export async function showRecoveryCode(
  ctx: Context,
  actor: Actor,
  session: MemberSession,
  code: string,
): Promise<ShownCode> {
  const shown = await show(ctx, session, async (tx, { id, email }) => {
    if (!(await takeRecoveryCode(tx, id, code, ctx.clock.now()))) return false;
    await recordAct(tx, actor, { partnerId: null, action: 'recovery_code.used', subject: id });
    await tellMember(ctx, tx, email, 'recovery_code_used');
    return true;
  });
  ctx.wake('member_mails');
  return shown;
}
