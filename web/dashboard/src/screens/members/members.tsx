/** Who belongs to a partner or to the installation, and who is asked to. */
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { membersQuery } from '../../data/queries.ts';
import type { Invitation } from '../../data/types.ts';
import { useScope, type Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Skeleton, Trouble } from '../../ui/said.tsx';
import { Table } from '../../ui/table.tsx';
import { useWords } from '../../words.tsx';
import { InvitationRow } from './invitation-row.tsx';
import { Invite } from './invite.tsx';
import { MemberRow } from './member-row.tsx';

export function MembersScreen() {
  const { say } = useWords();
  const scope = useScope();
  const [isInviting, setInviting] = useState(false);
  const list = useQuery(membersQuery(scope.path));
  const invitations = list.data?.invitations ?? [];
  return (
    <Page
      isWide
      title={say('members')}
      lead={
        scope.partner === null
          ? say('operatorMembersLead')
          : say('membersLead', { partner: scope.partner.name })
      }
      actions={
        <Button look="primary" onPress={() => setInviting(true)}>
          <UserPlus size={16} aria-hidden />
          {say('invite')}
        </Button>
      }
    >
      <Trouble error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton />}
      {list.data !== undefined && (
        <Table
          label={say('members')}
          head={[
            { text: say('member') },
            { text: say('role'), isWide: true },
            { text: say('signsInWith'), isWide: true },
            { text: say('lastSeenHead'), isWide: true },
            { text: say('actions'), isHidden: true },
          ]}
        >
          {list.data.members.map((member) => (
            <MemberRow key={member.id} member={member} scope={scope} />
          ))}
        </Table>
      )}
      {invitations.length > 0 && <Invitations list={invitations} scope={scope} />}
      {isInviting && <Invite scope={scope} onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Invitations({ list, scope }: { list: readonly Invitation[]; scope: Scope }) {
  const { say } = useWords();
  return (
    <Section title={say('invitations')} lead={say('invitationsLead')}>
      <Table
        label={say('invitations')}
        head={[
          { text: say('email') },
          { text: say('role'), isWide: true },
          { text: say('invitedBy'), isWide: true },
          { text: say('expires'), isWide: true },
          { text: say('actions'), isHidden: true },
        ]}
      >
        {list.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} scope={scope} />
        ))}
      </Table>
    </Section>
  );
}
