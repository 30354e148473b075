/**
 * The link of an invitation: who asked, and joining, once. It proves the mailbox as the link of a
 * mail does. Whatever is wrong with one is answered alike.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { refuseWrongToken } from '../../abuse/limits.ts';
import { byMember } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { isTwoFactored, type Role } from '../place.ts';
import { endMailSessions } from '../sessions/end-sessions.ts';
import { openMemberSession, type Opened } from '../sessions/open-member-session.ts';
import { hashOf, isToken } from '../tokens.ts';

type Open = {
  id: string;
  email: string;
  role: Role;
  by_sso: boolean;
  invited_by: string;
  expires_at: Date;
  partner_id: string | null;
  partner_name: string | null;
  partner_slug: string | null;
};

/** 404 whatever is wrong. */
export async function lookAtInvitation(ctx: Context, ip: string, token: string) {
  const found = await find(ctx, token);
  if (found === undefined) return refuse(ctx, ip);
  return {
    email: found.email,
    partner:
      found.partner_name === null ? null : { name: found.partner_name, slug: found.partner_slug! },
    role: found.role,
    invited_by: found.invited_by,
    expires_at: found.expires_at.toISOString(),
    by_sso: found.by_sso,
  };
}

export type Accepting = {
  token: string;
  name: string;
  userAgent: string | null;
  ip: string;
  /** the token of the session that this browser has */
  replaces: string | null;
};

/** 409 `conflict` for one that goes through the partner's directory. */
export async function acceptInvitation(
  ctx: Context,
  { token, name, ...by }: Accepting,
): Promise<Opened> {
  const found = await find(ctx, token);
  if (found === undefined) return refuse(ctx, by.ip);
  if (found.by_sso)
    throw new AppError('conflict', 'This invitation is accepted by signing in at your company.');
  const opened = await ctx.db.tx(async (tx) => {
    const memberId = await joinByInvitation(ctx, tx, { ...found, bySso: false, name });
    return memberId === null
      ? null
      : openMemberSession(ctx, tx, { ...by, memberId, by: 'mail', partnerId: null });
  });
  return opened ?? refuse(ctx, by.ip);
}

async function refuse(ctx: Context, ip: string): Promise<never> {
  // A good link opens whatever others do at the same address.
  await refuseWrongToken(ctx, ip);
  throw new AppError('not_found', 'This invitation is none (any more).');
}

const find = async (ctx: Context, token: string): Promise<Open | undefined> =>
  isToken(token)
    ? ctx.db.one<Open>(
        `select i.id, i.email, i.role, i.by_sso, i.invited_by, i.expires_at, i.partner_id,
           p.name as partner_name, p.slug as partner_slug
         from member_invitations i
         left join partners p on p.id = i.partner_id
         where i.token_hash = $1
           and i.accepted_at is null
           and i.revoked_at is null
           and i.expires_at > $2`,
        [hashOf(token), ctx.clock.now()],
      )
    : undefined;

type Joining = {
  /** the invitation's */
  id: string;
  /** as the directory was asked; an invitation is for the one or the other */
  bySso: boolean;
  /** kept where the member has none */
  name: string | null;
};

/**
 * Uses the invitation up, and makes the member where there is none of that address. Whoever is a
 * member of it already keeps their role: an invitation takes nothing away. Answers the member's id;
 * null where it is not open any more.
 */
export async function joinByInvitation(
  ctx: Pick<Context, 'clock'>,
  tx: Tx,
  { id, bySso, name }: Joining,
): Promise<string | null> {
  const now = ctx.clock.now();
  const used = await tx.one<{ email: string; role: Role; partner_id: string | null }>(
    `update member_invitations
     set accepted_at = $3
     where id = $1
       and by_sso = $2
       and accepted_at is null
       and revoked_at is null
       and expires_at > $3
     returning email, role, partner_id`,
    [id, bySso, now],
  );
  if (used === undefined) return null;
  const memberId = await memberOf(tx, used.email, name);
  const before = await isTwoFactored(tx, memberId);
  if (used.partner_id === null)
    await tx.rows(
      `update members
       set operator_role = coalesce(operator_role, $2)
       where id = $1`,
      [memberId, used.role],
    );
  else
    await tx.rows(
      `insert into memberships (partner_id, member_id, role, by_sso)
       values ($1, $2, $3, $4)
       on conflict do nothing`,
      [used.partner_id, memberId, used.role, bySso],
    );
  if (!before && (await isTwoFactored(tx, memberId))) await endMailSessions(tx, memberId, now);
  await recordAct(tx, byMember(memberId), {
    partnerId: used.partner_id,
    action: 'member.joined',
    subject: memberId,
    before: null,
    after: { email: used.email, role: used.role, by_sso: bySso },
  });
  return memberId;
}

/** Locked, found or made. */
async function memberOf(tx: Tx, email: string, name: string | null): Promise<string> {
  const { id } = (await tx.one<{ id: string }>(
    `insert into members (id, email, name)
     values ($1, $2, $3)
     on conflict (lower(email)) do update set name = coalesce(members.name, excluded.name)
     returning id`,
    [newId('mem'), email, name],
  ))!;
  return id;
}
