/** Looks of operators at partners end: by hand, with a role, with the session, by themselves. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { bySystem, type Actor } from '../../actor.ts';
import { recordActs } from '../../audit/record-act.ts';
import type { MemberSession } from '../member.ts';
import { OPERATOR_ROLES, operatorPermissionsOf } from '../permissions.ts';

type Ended = { id: string; partner_id: string };
const ENDED = 'set ended_at = $2 where ended_at is null';
const ENDING = {
  session_id: `update partner_views ${ENDED} and session_id = $1 returning id, partner_id`,
  member_id: `update partner_views ${ENDED} and member_id = $1 returning id, partner_id`,
} as const;

/** In the caller's transaction. All that are open there; none is no error. */
export async function endViews(
  tx: Queryable,
  actor: Actor,
  { by, id }: { by: keyof typeof ENDING; id: string },
  now: Date,
): Promise<void> {
  await record(tx, actor, await tx.rows<Ended>(ENDING[by], [id, now]));
}

/** The one of this browser; again changes nothing. */
export const endOwnView = (ctx: Context, actor: Actor, { id }: MemberSession): Promise<void> =>
  ctx.db.tx((tx) => endViews(tx, actor, { by: 'session_id', id }, ctx.clock.now()));

const MAY_VIEW = OPERATOR_ROLES.filter((role) =>
  operatorPermissionsOf(role).has('operator.view_as'),
);

/**
 * Those that are over already, by the time, the session or the role: nothing is seen by them any
 * more, and the log is told.
 */
export const endDueViews = (ctx: Context): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const ended = await tx.rows<Ended>(
      `update partner_views v
       set ended_at = least($1, v.ends_at)
       from member_sessions s
       join members m on m.id = s.member_id
       where s.id = v.session_id
         and v.ended_at is null
         and (v.ends_at <= $1
           or s.ended_at is not null
           or s.ends_at <= $1
           or m.operator_role is null
           or not m.operator_role = any($2))
       returning v.id, v.partner_id`,
      [ctx.clock.now(), MAY_VIEW],
    );
    await record(tx, bySystem('partner_views'), ended);
  });

async function record(tx: Queryable, actor: Actor, ended: readonly Ended[]): Promise<void> {
  await recordActs(
    tx,
    actor,
    ended.map(({ id, partner_id: partnerId }) => ({
      partnerId,
      action: 'partner_view.ended',
      subject: id,
    })),
  );
}
