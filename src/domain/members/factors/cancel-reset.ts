import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { MemberSession } from '../member.ts';
import { lockHolder } from './factor-holder.ts';
import { tellMember } from './tell-member.ts';

/**
 * The member objects. Throws `not_found` where none of theirs is open, and for whoever came by
 * single sign-on: it may be the directory that wants the factors gone.
 */
export async function cancelReset(
  ctx: Context,
  actor: Actor,
  { memberId, signedInBy }: MemberSession,
  id: string,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const holder = await lockHolder(tx, memberId);
    const cancelled =
      holder === null || signedInBy === 'sso'
        ? []
        : await tx.rows(
            `update factor_resets
             set cancelled_at = $3
             where id = $1 and member_id = $2 and done_at is null and cancelled_at is null
             returning 1`,
            [id, memberId, ctx.clock.now()],
          );
    if (cancelled.length === 0) throw new AppError('not_found', 'There is no such reset.');
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'factor_reset.cancelled',
      subject: memberId,
    });
    await tellMember(ctx, tx, holder!.email, 'reset_cancelled');
  });
  ctx.wake('member_mails');
}
