import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { checkNotLast, isTop, lockTop, type Place } from '../place.ts';
import { endAllSessions, endSsoSessions } from '../sessions/end-sessions.ts';
import { endViews } from '../viewing/end-view.ts';
import { roleOf } from './change-role.ts';

/**
 * Takes a member away from a partner or the installation; whoever is nothing else any more is signed
 * out everywhere. `check` throws where whoever asks may not touch the role. 404 for who is no member
 * of it, 409 `last_owner`.
 */
export const removeMember = (
  ctx: Context,
  actor: Actor,
  place: Place,
  memberId: string,
  check: (role: string) => void,
): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const top = await lockTop(tx, place);
    const role = await roleOf(tx, place, memberId);
    check(role);
    if (isTop(role)) checkNotLast(top, place);
    const now = ctx.clock.now();
    await take(tx, place, memberId, now);
    if (place.partnerId === null) await endViews(tx, actor, { by: 'member_id', id: memberId }, now);
    const rest = await tx.one(
      `select 1
       from members m
       where m.id = $1
         and (m.operator_role is not null
           or exists (select 1 from memberships w where w.member_id = m.id))`,
      [memberId],
    );
    if (rest === undefined) await endAllSessions(tx, memberId, now);
    await recordAct(tx, actor, {
      partnerId: place.partnerId,
      action: 'member.removed',
      subject: memberId,
      before: { role },
      after: null,
    });
  });

async function take(tx: Tx, { partnerId }: Place, memberId: string, now: Date): Promise<void> {
  if (partnerId === null) {
    await tx.rows('update members set operator_role = null where id = $1', [memberId]);
    return;
  }
  await tx.rows('delete from memberships where partner_id = $1 and member_id = $2', [
    partnerId,
    memberId,
  ]);
  // Else the directory would bring them in again, as nobody.
  await tx.rows('delete from sso_identities where partner_id = $1 and member_id = $2', [
    partnerId,
    memberId,
  ]);
  await endSsoSessions(tx, memberId, partnerId, now);
}
