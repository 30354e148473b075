import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { checkNotLast, isTop, isTwoFactored, lockTop, type Place, type Role } from '../place.ts';
import { endMailSessions } from '../sessions/end-sessions.ts';
import { endViews } from '../viewing/end-view.ts';

/**
 * In force with the member's next request. `check` throws where whoever asks may not touch one of
 * the two roles. 404 for who is no member of it, 409 `last_owner`.
 */
export const changeRole = (
  ctx: Context,
  actor: Actor,
  place: Place,
  { memberId, role }: { memberId: string; role: Role },
  check: (...roles: string[]) => void,
): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const top = await lockTop(tx, place);
    const before = await roleOf(tx, place, memberId);
    check(before, role);
    if (isTop(before) && !isTop(role)) checkNotLast(top, place);
    const wasTwoFactored = await isTwoFactored(tx, memberId);
    await (place.partnerId === null
      ? tx.rows('update members set operator_role = $2 where id = $1', [memberId, role])
      : tx.rows('update memberships set role = $3 where partner_id = $1 and member_id = $2', [
          place.partnerId,
          memberId,
          role,
        ]));
    // Whatever the new role is: whoever may look, begins anew.
    if (place.partnerId === null)
      await endViews(tx, actor, { by: 'member_id', id: memberId }, ctx.clock.now());
    if (!wasTwoFactored && (await isTwoFactored(tx, memberId)))
      await endMailSessions(tx, memberId, ctx.clock.now());
    await recordAct(tx, actor, {
      partnerId: place.partnerId,
      action: 'member.role_changed',
      subject: memberId,
      before: { role: before },
      after: { role },
    });
  });

/** Locked. 404 for who is no member of it. */
export async function roleOf(tx: Tx, { partnerId }: Place, memberId: string): Promise<string> {
  const row =
    partnerId === null
      ? await tx.one<{ role: string }>(
          `select operator_role as role
           from members
           where id = $1 and operator_role is not null
           for update`,
          [memberId],
        )
      : await tx.one<{ role: string }>(
          `select role
           from memberships
           where partner_id = $1 and member_id = $2
           for update`,
          [partnerId, memberId],
        );
  if (row === undefined) throw new AppError('not_found', 'There is nothing here.');
  return row.role;
}
