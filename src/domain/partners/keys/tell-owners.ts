/** A mail to each owner of a partner: there is a new key, and what it may do. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import type { KeyScope } from './scopes.ts';
import type { Partner } from '../partner.ts';
import type { Say } from '../../speaker.ts';
import type { MemberText } from '../../members/mails/say.ts';
import { writeMemberMail } from '../../members/mails/write-member-mail.ts';

type NewKey = {
  apiKey: string;
  actor: Actor;
  label: string | null;
  scopes: readonly KeyScope[];
  expiresAt: Date | null;
};

const BY: Partial<Record<Actor['kind'], MemberText>> = {
  member: 'keyByMember',
  key: 'keyByKey',
  operator: 'keyByOperator',
  cli: 'keyByOperator',
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
      from: key.actor,
      subject: (say) => say('keySubject', { partner: partner.name }),
      paragraphs: (say) => [
        say(BY[key.actor.kind] ?? 'keyByHubby', { partner: partner.name }),
        factsOf(say, key).join('\n'),
        say('keyNotYou'),
      ],
    });
}

const factsOf = (say: Say<MemberText>, key: NewKey): readonly string[] => [
  say('keyId', { key: key.apiKey }),
  ...(key.label === null ? [] : [say('keyLabel', { label: key.label })]),
  say('keyMay', { scopes: key.scopes.join(', ') }),
  key.expiresAt === null
    ? say('keyNeverEnds')
    : say('keyEnds', { when: key.expiresAt.toISOString() }),
];
