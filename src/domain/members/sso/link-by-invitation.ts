/**
 * Who came back with an invitation is the one it was sent to: the directory's (issuer, subject) is
 * linked to them, once.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { byMember } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { joinByInvitation } from '../invitations/accept-invitation.ts';
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
  const memberId = await joinByInvitation(ctx, tx, { id, bySso: true, name: null });
  if (memberId === null) throw new SsoRefused('failed');
  await link(tx, partnerId, memberId, identity);
  await recordAct(tx, byMember(memberId), {
    partnerId,
    action: 'sso.linked',
    subject: memberId,
    before: null,
    after: { issuer: identity.issuer },
  });
  return memberId;
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
