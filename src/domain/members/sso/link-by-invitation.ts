/**
 * Who came back with an invitation is the one it was sent to: the directory's (issuer, subject) is
 * linked to them, once.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { byMember } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { PartnerRole } from '../permissions.ts';
import { SsoRefused } from './refused.ts';

type Linking = {
  /** of the invitation */
  id: string;
  partnerId: string;
  identity: { issuer: string; subject: string };
};

/** Answers the member's id. Throws `SsoRefused`. */
export async function linkByInvitation(
  ctx: Pick<Context, 'clock'>,
  tx: Tx,
  { id, partnerId, identity }: Linking,
): Promise<string> {
  const invitation = await tx.one<{ email: string; role: PartnerRole }>(
    `update member_invitations
     set accepted_at = $3
     where id = $1 and partner_id = $2 and by_sso
       and accepted_at is null and revoked_at is null and expires_at > $3
     returning email, role`,
    [id, partnerId, ctx.clock.now()],
  );
  if (invitation === undefined) throw new SsoRefused('failed');
  const { email, role } = invitation;
  const memberId = await memberAt(tx, email);
  await tx.rows(
    `insert into memberships (partner_id, member_id, role, by_sso)
     values ($1, $2, $3, true)
     on conflict (partner_id, member_id) do nothing`,
    [partnerId, memberId, role],
  );
  await link(tx, partnerId, memberId, identity);
  await recordAct(tx, byMember(memberId), {
    partnerId,
    action: 'member.joined',
    subject: memberId,
    before: null,
    after: { role, by_sso: true, issuer: identity.issuer },
  });
  return memberId;
}

async function memberAt(tx: Tx, email: string): Promise<string> {
  await tx.rows(
    `insert into members (id, email)
     values ($1, $2)
     on conflict (lower(email)) do nothing`,
    [newId('mem'), email],
  );
  const member = await tx.one<{ id: string }>(
    'select id from members where lower(email) = lower($1) for no key update',
    [email],
  );
  return member!.id;
}

/** Linked to somebody else already, it stays theirs. */
async function link(
  tx: Tx,
  partnerId: string,
  memberId: string,
  { issuer, subject }: Linking['identity'],
): Promise<void> {
  const linked = await tx.one<{ member_id: string }>(
    `insert into sso_identities (partner_id, issuer, subject, member_id)
     values ($1, $2, $3, $4)
     on conflict (partner_id, issuer, subject) do update set member_id = sso_identities.member_id
     returning member_id`,
    [partnerId, issuer, subject, memberId],
  );
  if (linked!.member_id !== memberId) throw new SsoRefused('failed');
}
