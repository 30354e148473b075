/** Who is a member of a partner or of the installation, and who was asked to be one. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { Place } from '../place.ts';
import { hasConnection } from '../sso/connection.ts';

/** No team is as large; a page with more would be read by nobody. */
const SHOWN = 1_000;

type MemberRow = {
  id: string;
  email: string;
  name: string | null;
  role: string;
  created_at: Date;
  last_seen_at: Date | null;
  passkeys: number;
  has_totp: boolean;
};
type InvitationRow = {
  id: string;
  email: string;
  role: string;
  invited_by: string;
  created_at: Date;
  expires_at: Date;
  by_sso: boolean;
};

/** Oldest first, both. Invitations that have run out are there, to be sent again. */
export const listMembers = async (ctx: Context, place: Place) => ({
  members: (await readMembers(ctx.db, place)).map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at?.toISOString() ?? null,
  })),
  invitations: (await readInvitations(ctx.db, place)).map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  })),
  has_sso: place.partnerId !== null && (await hasConnection(ctx.db, place.partnerId)),
});

const SEEN = (which: string): string =>
  `(select max(s.last_seen_at)
     from member_sessions s
     where s.member_id = m.id and ${which}) as last_seen_at,
   (select count(*) from passkeys k where k.member_id = m.id) as passkeys,
   m.totp_since is not null as has_totp`;

/** A session by one partner's directory is nobody else's business. */
const OF_PARTNER = `select m.id, m.email, m.name, w.role, w.created_at,
     ${SEEN('(s.partner_id is null or s.partner_id = w.partner_id)')}
   from memberships w
   join members m on m.id = w.member_id
   where w.partner_id = $1
   order by w.created_at, m.id
   limit ${SHOWN}`;
const OF_INSTALLATION = `select m.id, m.email, m.name, m.operator_role as role, m.created_at,
     ${SEEN('s.partner_id is null')}
   from members m
   where m.operator_role is not null
   order by m.created_at, m.id
   limit ${SHOWN}`;

const readMembers = (db: Queryable, { partnerId }: Place): Promise<MemberRow[]> =>
  partnerId === null
    ? db.rows<MemberRow>(OF_INSTALLATION)
    : db.rows<MemberRow>(OF_PARTNER, [partnerId]);

const readInvitations = (db: Queryable, { partnerId }: Place): Promise<InvitationRow[]> =>
  db.rows<InvitationRow>(
    `select id, email, role, invited_by, created_at, expires_at, by_sso
     from member_invitations
     where coalesce(partner_id, '') = coalesce($1, '')
       and accepted_at is null
       and revoked_at is null
     order by id
     limit ${SHOWN}`,
    [partnerId],
  );
