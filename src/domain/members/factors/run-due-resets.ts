/** Resets whose day is over: the factors go, and with them every session. */
import type { Context } from '../../../context.ts';
import { bySystem } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { endAllSessions } from '../sessions/end-sessions.ts';
import { lockHolder } from './factor-holder.ts';
import { tellMember } from './tell-member.ts';

type Due = { id: string; member_id: string };

export async function runDueResets(ctx: Context): Promise<void> {
  const due = await ctx.db.rows<Due>(
    `select id, member_id
     from factor_resets
     where done_at is null and cancelled_at is null and due_at <= $1
     order by due_at`,
    [ctx.clock.now()],
  );
  for (const one of due) await reset(ctx, one);
  if (due.length > 0) ctx.wake('member_mails');
}

const reset = (ctx: Context, { id, member_id: memberId }: Due): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const holder = await lockHolder(tx, memberId);
    const now = ctx.clock.now();
    // Looked at again: it may have been cancelled, or another process was here before.
    const done = await tx.rows(
      `update factor_resets
       set done_at = $2
       where id = $1 and done_at is null and cancelled_at is null
       returning 1`,
      [id, now],
    );
    if (holder === null || done.length === 0) return;
    await tx.rows('delete from passkeys where member_id = $1', [memberId]);
    await tx.rows('delete from recovery_codes where member_id = $1', [memberId]);
    await tx.rows('delete from passkey_challenges where member_id = $1', [memberId]);
    await tx.rows(
      `update members
       set totp_sealed = null, totp_since = null, totp_step = null
       where id = $1`,
      [memberId],
    );
    await endAllSessions(tx, memberId, now);
    await recordAct(tx, bySystem('factor_resets'), {
      partnerId: null,
      action: 'factor_reset.done',
      subject: memberId,
    });
    await tellMember(ctx, tx, holder.email, 'reset_done');
  });
