/** A member's passkeys, as they see them. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { MemberSession } from '../member.ts';
import { factorsOf, lockOwn, refuseLast } from './factor-holder.ts';
import { tellMember } from './tell-member.ts';

export type OwnPasskey = {
  id: string;
  label: string | null;
  created_at: Date;
  last_used_at: Date | null;
  is_backed_up: boolean;
};

const noSuch = (): AppError => new AppError('not_found', 'There is no such passkey.');

/** The oldest first. */
export const listPasskeys = (
  ctx: Context,
  { memberId }: Pick<MemberSession, 'memberId'>,
): Promise<OwnPasskey[]> =>
  ctx.db.rows<OwnPasskey>(
    `select id, label, created_at, last_used_at, is_backed_up
     from passkeys
     where member_id = $1
     order by created_at, id`,
    [memberId],
  );

/** Throws `not_found`. */
export async function renamePasskey(
  ctx: Context,
  actor: Actor,
  session: MemberSession,
  { id, label }: { id: string; label: string },
): Promise<void> {
  const { memberId } = session;
  await ctx.db.tx(async (tx) => {
    await lockOwn(ctx, tx, session);
    const before = await tx.one<{ label: string | null }>(
      'select label from passkeys where id = $1 and member_id = $2',
      [id, memberId],
    );
    if (before === undefined) throw noSuch();
    await tx.rows('update passkeys set label = $3 where id = $1 and member_id = $2', [
      id,
      memberId,
      label,
    ]);
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'passkey.renamed',
      subject: memberId,
      before: { passkey: id, ...before },
      after: { passkey: id, label },
    });
  });
}

/** Throws `not_found`, `conflict` where it is the last factor of a role that needs one. */
export async function removePasskey(
  ctx: Context,
  actor: Actor,
  session: MemberSession,
  id: string,
): Promise<void> {
  const { memberId } = session;
  await ctx.db.tx(async (tx) => {
    const holder = await lockOwn(ctx, tx, session);
    const gone = await tx.one<{ label: string | null }>(
      'delete from passkeys where id = $1 and member_id = $2 returning label',
      [id, memberId],
    );
    if (gone === undefined) throw noSuch();
    refuseLast(holder);
    // They stand in for a factor: without one they would be a way in of their own.
    if (factorsOf(holder) === 1)
      await tx.rows('delete from recovery_codes where member_id = $1', [memberId]);
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'passkey.removed',
      subject: memberId,
      before: { passkey: id, ...gone },
      after: null,
    });
    await tellMember(ctx, tx, holder.email, 'passkey_removed');
  });
  ctx.wake('member_mails');
}
