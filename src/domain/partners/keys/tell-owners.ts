/** A mail to each owner of a partner: there is a new key, and what it may do. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import type { KeyScope } from './scopes.ts';
import type { Partner } from '../partner.ts';
import { writeMemberMail } from '../../members/mails/write-member-mail.ts';

type NewKey = {
  apiKey: string;
  actor: Actor;
  label: string | null;
  scopes: readonly KeyScope[];
  expiresAt: Date | null;
};

const BY: Partial<Record<Actor['kind'], string>> = {
  member: 'a member',
  key: 'one of your keys',
  operator: 'the operator of the installation',
  cli: 'the operator of the installation',
};

export async function tellOwners(
  ctx: Context,
  tx: Tx,
  partner: Pick<Partner, 'id' | 'name'>,
  key: NewKey,
): Promise<void> {
  const owners = await tx.rows<{ email: string }>(
    `select m.email
     from memberships s
     join members m on m.id = s.member_id
     where s.partner_id = $1 and s.role = 'owner'
     order by m.id`,
    [partner.id],
  );
  for (const { email } of owners)
    await writeMemberMail(ctx, tx, {
      to: email,
      subject: `A new API key of ${partner.name}`,
      text: textOf(partner, key),
    });
}

const textOf = ({ name }: Pick<Partner, 'name'>, key: NewKey): string =>
  [
    `${name} has a new API key, made by ${BY[key.actor.kind] ?? 'Hubby'}.`,
    [
      `Key: ${key.apiKey}`,
      ...(key.label === null ? [] : [`Label: ${key.label}`]),
      `It may: ${key.scopes.join(', ')}`,
      key.expiresAt === null ? 'It does not expire.' : `It ends at ${key.expiresAt.toISOString()}.`,
    ].join('\n'),
    'If nobody of you wanted it, revoke it: it stops working within five seconds.',
  ].join('\n\n');
