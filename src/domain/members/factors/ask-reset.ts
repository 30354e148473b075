/**
 * Somebody else takes a member's factors off: a day later, so that the member, who hears of it at
 * once, can object.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { nameOf, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import { writeMemberMail } from '../mails/write-member-mail.ts';
import { lockHolder } from './factor-holder.ts';

const DELAY_MS = 24 * 3_600_000;

export type Reset = {
  memberId: string;
  /** whose owner asks: the member has to be theirs alone; null = the operator, for anybody */
  partnerId: string | null;
};

/**
 * Answers when it falls due. Throws `not_found`; `permission_denied` where a partner's owner asks for
 * somebody who is also of others, whose factors protect those as well; `conflict` where one is asked
 * for already.
 */
export async function askReset(
  ctx: Context,
  actor: Actor,
  { memberId, partnerId }: Reset,
): Promise<Date> {
  const now = ctx.clock.now();
  const dueAt = new Date(now.getTime() + DELAY_MS);
  await ctx.db.tx(async (tx) => {
    const holder = await lockHolder(tx, memberId);
    if (holder === null) throw new AppError('not_found', 'There is no such member.');
    if (partnerId !== null) await refuseOthers(tx, memberId, partnerId);
    const asked = await tx.rows(
      `insert into factor_resets (id, member_id, asked_by, created_at, due_at)
       values ($1, $2, $3, $4, $5)
       on conflict (member_id) where done_at is null and cancelled_at is null do nothing
       returning 1`,
      [newId('frs'), memberId, nameOf(actor), now, dueAt],
    );
    if (asked.length === 0) throw new AppError('conflict', 'A reset is under way already.');
    await recordAct(tx, actor, {
      partnerId,
      action: 'factor_reset.asked',
      subject: memberId,
      before: null,
      after: { due_at: dueAt },
    });
    await writeMemberMail(ctx, tx, {
      to: holder.email,
      from: actor,
      subject: (say) => say('resetSubject'),
      paragraphs: (say) => [
        say(partnerId === null ? 'resetByOperator' : 'resetByOwner'),
        say('resetWhen', { when: dueAt.toISOString().slice(0, 16).replace('T', ' ') }),
        say('resetNotYou', { address: `${dashboardAddress(ctx)}/d/` }),
      ],
    });
  });
  ctx.wake('member_mails');
  return dueAt;
}

async function refuseOthers(tx: Tx, memberId: string, partnerId: string): Promise<void> {
  const of = await tx.one<{ own: boolean; others: boolean }>(
    `select exists (select 1 from memberships where member_id = $1 and partner_id = $2) as own,
       exists (select 1 from memberships where member_id = $1 and partner_id <> $2)
         or exists (select 1 from members where id = $1 and operator_role is not null) as others`,
    [memberId, partnerId],
  );
  if (!of!.own) throw new AppError('not_found', 'There is no such member.');
  if (of!.others)
    throw new AppError(
      'permission_denied',
      'This person signs in to other accounts as well: only the operator of the installation can reset their factors.',
    );
}
