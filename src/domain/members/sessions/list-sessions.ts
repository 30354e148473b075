/** GET /web-api/sessions: where a member is signed in, newest first. */
import type { Context } from '../../../context.ts';
import type { MemberSession, SignedInBy } from '../member.ts';

const SHOWN = 100;

type Row = {
  id: string;
  created_at: Date;
  last_seen_at: Date;
  signed_in_by: SignedInBy;
  user_agent: string | null;
  ip: string | null;
};

/** Who came by a partner's directory sees what came by it. */
export async function listMemberSessions(
  ctx: Context,
  { id, memberId, ssoPartnerId }: MemberSession,
) {
  const rows = await ctx.db.rows<Row>(
    `select id, created_at, last_seen_at, signed_in_by, user_agent, ip
     from member_sessions
     where member_id = $1
       and ended_at is null
       and ends_at > $3
       and ($2::text is null or partner_id = $2)
     order by id desc
     limit ${SHOWN}`,
    [memberId, ssoPartnerId, ctx.clock.now()],
  );
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    is_this: row.id === id,
  }));
}
