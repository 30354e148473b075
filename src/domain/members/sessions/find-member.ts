/**
 * Who calls from the dashboard: by the session's token, and by what its rows say at this moment, so
 * that an ended session is over, and a role that was taken away is gone, with the next request.
 */
import type { Context } from '../../../context.ts';
import { AppError } from '../../../errors.ts';
import { tokenHash } from '../../../secrets.ts';
import type { Held, Membership, SignedInBy, Stage, View } from '../member.ts';
import { operatorPermissionsOf, type OperatorRole } from '../permissions.ts';
import { isToken } from '../tokens.ts';

const IDLE_MS = 12 * 3_600_000;
/** A session is seen at most so often: each time is a write. */
const SEEN_MS = 60_000;

type Found = {
  id: string;
  member_id: string;
  stage: Stage;
  signed_in_by: SignedInBy;
  partner_id: string | null;
  fresh_at: Date | null;
  ends_at: Date;
  last_seen_at: Date;
  revealed: Record<string, string>;
  email: string;
  name: string | null;
  locale: string | null;
  time_zone: string | null;
  operator_role: OperatorRole | null;
  memberships: Membership[];
  view: { partnerId: string; reason: string; endsAt: string } | null;
};

/** The same for every reason: nothing is learnt of a token by what is said of it. */
export const sessionEnded = (): AppError =>
  new AppError('session_ended', 'The session has ended; sign in again.');

/** Throws `session_ended`, whatever the reason. `token` null: there was none. */
export async function findMember(ctx: Context, token: string | null): Promise<Held> {
  const row = await findSession(ctx, token);
  const now = ctx.clock.now();
  if (now.getTime() - row.last_seen_at.getTime() > SEEN_MS) await noteSeen(ctx, row.id, now);
  return heldOf(row);
}

/** The same where nobody does anything: a screen that is left open keeps no session alive. */
export const lookAtMember = async (ctx: Context, token: string | null): Promise<Held> =>
  heldOf(await findSession(ctx, token));

async function findSession(ctx: Context, token: string | null): Promise<Found> {
  const row = token === null || !isToken(token) ? undefined : await find(ctx, token);
  if (row === undefined) throw sessionEnded();
  return row;
}

function heldOf(row: Found): Held {
  return {
    member: {
      id: row.member_id,
      email: row.email,
      name: row.name,
      locale: row.locale,
      timeZone: row.time_zone,
    },
    session: {
      id: row.id,
      memberId: row.member_id,
      stage: row.stage,
      signedInBy: row.signed_in_by,
      ssoPartnerId: row.partner_id,
      freshAt: row.fresh_at,
      endsAt: row.ends_at,
      revealed: row.revealed,
    },
    memberships: row.memberships,
    operatorRole: row.operator_role,
    view: viewOf(row),
  };
}

/** It goes with the role that opened it. */
function viewOf({ view, operator_role: role }: Found): View | null {
  if (view === null || role === null || !operatorPermissionsOf(role).has('operator.view_as'))
    return null;
  return { ...view, endsAt: new Date(view.endsAt) };
}

const find = (ctx: Context, token: string): Promise<Found | undefined> => {
  const now = ctx.clock.now();
  return ctx.db.one<Found>(
    `select s.id, s.member_id, s.stage, s.signed_in_by, s.partner_id, s.fresh_at, s.ends_at,
       s.last_seen_at, s.revealed, m.email, m.name, m.locale, m.time_zone,
       case when s.partner_id is null then m.operator_role end as operator_role,
       array(select json_build_object('partnerId', w.partner_id, 'role', w.role)
         from memberships w
         where w.member_id = m.id
           and case when s.partner_id is null then not w.by_sso else w.partner_id = s.partner_id end
         order by w.partner_id) as memberships,
       (select json_build_object('partnerId', v.partner_id, 'reason', v.reason, 'endsAt', v.ends_at)
         from partner_views v
         where v.session_id = s.id and v.ended_at is null and v.ends_at > $2) as view
     from member_sessions s
     join members m on m.id = s.member_id
     where s.token_hash = $1
       and s.ended_at is null
       and s.ends_at > $2
       and s.last_seen_at > $3`,
    [tokenHash(token), now, new Date(now.getTime() - IDLE_MS)],
    'find-member',
  );
};

const noteSeen = (ctx: Context, sessionId: string, now: Date) =>
  ctx.db.rows(
    `update member_sessions
     set last_seen_at = greatest(last_seen_at, $2)
     where id = $1`,
    [sessionId, now],
    'member-seen',
  );
