/** Somebody is asked to join, by a link in a mail that counts once and for seven days. */
import { AppError, invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { emailIssue } from '../../../input/email.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import type { Say } from '../../speaker.ts';
import type { MemberText } from '../mails/say.ts';
import { writeMemberMail } from '../mails/write-member-mail.ts';
import type { Place, Role } from '../place.ts';
import { hashOf, newToken } from '../tokens.ts';

const LIFE_MS = 7 * 24 * 3_600_000;

export type Inviting = {
  email: string;
  role: Role;
  bySso: boolean;
  /** as whoever is asked reads it */
  invitedBy: string;
};
export type Invited = { id: string; url: string; expiresAt: Date };

/** 409 `conflict`: a member already, or asked already. `url` is for whoever may see it only. */
export async function invite(
  ctx: Context,
  actor: Actor,
  place: Place,
  { email, role, bySso, invitedBy }: Inviting,
): Promise<Invited> {
  const wrong = emailIssue(email);
  if (wrong !== null)
    throw invalid([{ field: 'email', issue: `expected an e-mail address ${wrong}` }]);
  if (bySso && place.partnerId === null)
    throw invalid([{ field: 'by_sso', issue: 'expected a partner, which has a directory' }]);
  const id = newId('inv');
  const letter = newLetter(ctx);
  await ctx.db.tx(async (tx) => {
    await refuseMember(tx, place, email);
    const now = ctx.clock.now();
    // One that has run out keeps nobody out.
    await tx.rows(
      `update member_invitations
       set revoked_at = $3
       where coalesce(partner_id, '') = coalesce($1, '') and lower(email) = lower($2)
         and accepted_at is null and revoked_at is null and expires_at <= $3`,
      [place.partnerId, email, now],
    );
    const made = await tx.one(
      `insert into member_invitations
         (id, token_hash, email, partner_id, role, by_sso, invited_by, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict do nothing
       returning 1`,
      [id, letter.hash, email, place.partnerId, role, bySso, invitedBy, now, letter.expiresAt],
    );
    if (made === undefined)
      throw new AppError('conflict', 'This address has an invitation already; send it again.');
    await mail(ctx, tx, actor, { email, role, invitedBy, place, letter });
    await recordAct(tx, actor, {
      partnerId: place.partnerId,
      action: 'invitation.made',
      subject: id,
      after: { email, role, by_sso: bySso },
    });
  });
  ctx.wake('member_mails');
  return { id, url: letter.url, expiresAt: letter.expiresAt };
}

/** With a new link: the one of before opens nothing any more. 404 for one that is not open. */
export async function inviteAgain(
  ctx: Context,
  actor: Actor,
  place: Place,
  id: string,
  check: (role: string) => void,
): Promise<void> {
  const letter = newLetter(ctx);
  await ctx.db.tx(async (tx) => {
    const row = await tx.one<{ email: string; role: Role; invited_by: string }>(
      `update member_invitations
       set token_hash = $3, expires_at = $4
       where id = $1 and coalesce(partner_id, '') = coalesce($2, '')
         and accepted_at is null and revoked_at is null
       returning email, role, invited_by`,
      [id, place.partnerId, letter.hash, letter.expiresAt],
    );
    if (row === undefined) throw noInvitation();
    check(row.role);
    await mail(ctx, tx, actor, { ...row, invitedBy: row.invited_by, place, letter });
    await recordAct(tx, actor, {
      partnerId: place.partnerId,
      action: 'invitation.sent_again',
      subject: id,
      after: { email: row.email, role: row.role },
    });
  });
  ctx.wake('member_mails');
}

/** 404 for one that is not open. */
export const revokeInvitation = (
  ctx: Context,
  actor: Actor,
  place: Place,
  id: string,
  check: (role: string) => void,
): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const row = await tx.one<{ email: string; role: Role }>(
      `update member_invitations
       set revoked_at = $3
       where id = $1 and coalesce(partner_id, '') = coalesce($2, '')
         and accepted_at is null and revoked_at is null
       returning email, role`,
      [id, place.partnerId, ctx.clock.now()],
    );
    if (row === undefined) throw noInvitation();
    check(row.role);
    await recordAct(tx, actor, {
      partnerId: place.partnerId,
      action: 'invitation.revoked',
      subject: id,
      before: { email: row.email, role: row.role },
      after: null,
    });
  });

const noInvitation = (): AppError => new AppError('not_found', 'There is nothing here.');

type Letter = { hash: Buffer; url: string; expiresAt: Date };

function newLetter(ctx: Context): Letter {
  const token = newToken();
  return {
    hash: hashOf(token),
    // Behind #, which no server and no referrer gets to see.
    url: `${dashboardAddress(ctx)}/d/invitation#${token}`,
    expiresAt: new Date(ctx.clock.now().getTime() + LIFE_MS),
  };
}

async function refuseMember(tx: Tx, { partnerId }: Place, email: string): Promise<void> {
  const member = await tx.one(
    `select 1
     from members m
     where lower(m.email) = lower($2)
       and case when $1::text is null then m.operator_role is not null
         else exists (select 1 from memberships w where w.member_id = m.id and w.partner_id = $1) end`,
    [partnerId, email],
  );
  if (member !== undefined)
    throw new AppError('conflict', 'This address is a member already; change their role instead.');
}

type Invitation = { email: string; role: Role; invitedBy: string; place: Place; letter: Letter };

const mail = (
  ctx: Context,
  tx: Tx,
  actor: Actor,
  { email, role, invitedBy, place: { partnerId, name }, letter }: Invitation,
): Promise<void> => {
  const placeIn = (say: Say<MemberText>): string =>
    partnerId === null ? say('installation') : name;
  return writeMemberMail(ctx, tx, {
    to: email,
    from: actor,
    subject: (say) => say('inviteSubject', { place: placeIn(say) }),
    paragraphs: (say) => [
      say('inviteLead', { who: invitedBy, place: placeIn(say), role: say(role) }),
      letter.url,
      say('inviteNotYou'),
    ],
    expiresAt: letter.expiresAt,
  });
};
