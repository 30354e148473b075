/** One member: their role, how they sign in, and what can be done about them. */
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { membersQuery, queryClient, sessionAgain } from '../../data/queries.ts';
import type { Member } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { useSession } from '../../shell/use-session.ts';
import { IconButton } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Menu, type Item } from '../../ui/menu.tsx';
import { Badge, Trouble } from '../../ui/said.tsx';
import { Cell, rowClass } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { ChangeRole } from './change-role.tsx';
import { mayManage, roleText } from './roles.ts';

type Asked = 'role' | 'remove' | 'reset' | null;

export function MemberRow({ member, scope }: { member: Member; scope: Scope }) {
  const { say, relative, time } = useWords();
  const isOneself = useSession().member.id === member.id;
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  const name = member.name ?? member.email;
  const items = useActions(member, scope, setAsked);
  const seen = member.last_seen_at === null ? say('never') : relative(member.last_seen_at);
  return (
    <tr className={rowClass}>
      <Cell className="w-full md:w-auto">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {name}
          {isOneself && <Badge tone="accent">{say('you')}</Badge>}
        </p>
        {member.name !== null && <p className="text-sm text-muted">{member.email}</p>}
        <p className="text-sm text-muted md:hidden">
          {say(roleText(member.role))}
          {' · '}
          {seen}
        </p>
        <div className="mt-1 md:hidden">
          <Factors member={member} />
        </div>
        {asked === 'role' && <ChangeRole member={member} scope={scope} onClose={close} />}
        <Remove member={member} scope={scope} isOpen={asked === 'remove'} onClose={close} />
        <Reset member={member} scope={scope} isOpen={asked === 'reset'} onClose={close} />
      </Cell>
      <Cell isWide>{say(roleText(member.role))}</Cell>
      <Cell isWide>
        <Factors member={member} />
      </Cell>
      <Cell isWide className="whitespace-nowrap text-muted">
        <span title={member.last_seen_at === null ? undefined : time(member.last_seen_at)}>
          {seen}
        </span>
      </Cell>
      <Cell className="text-end">
        {items.length > 0 && (
          <Menu label={say('actionsOf', { name })} items={items}>
            <IconButton label={say('actionsOf', { name })}>
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          </Menu>
        )}
      </Cell>
    </tr>
  );
}

function useActions(member: Member, scope: Scope, ask: (asked: Asked) => void): Item[] {
  const { say } = useWords();
  if (!mayManage(scope, member.role)) return [];
  const hasFactors = member.passkeys > 0 || member.has_totp;
  // Whoever could take off others' factors could take over their accounts: owners and operators only.
  const mayReset = scope.partner === null || scope.may('owners.manage');
  return [
    { id: 'role', text: say('changeRole'), onAction: () => ask('role') },
    ...(hasFactors && mayReset
      ? [{ id: 'reset', text: say('resetFactors'), onAction: () => ask('reset') }]
      : []),
    { id: 'remove', text: say('removeMember'), isDanger: true, onAction: () => ask('remove') },
  ];
}

function Factors({ member }: { member: Member }) {
  const { say } = useWords();
  if (member.passkeys === 0 && !member.has_totp) return <Badge>{say('mailOnly')}</Badge>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {member.passkeys > 0 && (
        <Badge tone="good">{say('passkeysCount', { count: member.passkeys })}</Badge>
      )}
      {member.has_totp && <Badge tone="good">{say('authenticator')}</Badge>}
    </span>
  );
}

type Asking = { member: Member; scope: Scope; isOpen: boolean; onClose(): void };

function Remove({ member, scope, isOpen, onClose }: Asking) {
  const { say } = useWords();
  const router = useRouter();
  const isOneself = useSession().member.id === member.id;
  const name = member.name ?? member.email;
  const remove = useMutation({
    mutationFn: () => call('DELETE', `${scope.path}/members/${member.id}`),
    onSuccess: async () => {
      onClose();
      toast(say('memberRemoved', { name }));
      if (!isOneself) return queryClient.invalidateQueries(membersQuery(scope.path));
      await sessionAgain();
      await router.invalidate();
      return router.navigate({ to: '/' });
    },
  });
  const place = scope.partner?.name ?? say('installation');
  return (
    <Confirm
      title={say(isOneself ? 'leaveTitle' : 'removeMemberTitle', { name, place })}
      text={say(isOneself ? 'leaveText' : 'removeMemberText', { name, place })}
      action={say('removeMember')}
      isPending={remove.isPending}
      trouble={<Trouble error={remove.error} />}
      isOpen={isOpen}
      onClose={() => {
        remove.reset();
        onClose();
      }}
      onConfirm={() => remove.mutate()}
    />
  );
}

function Reset({ member, scope, isOpen, onClose }: Asking) {
  const { say, time } = useWords();
  const name = member.name ?? member.email;
  const reset = useMutation({
    mutationFn: () =>
      call<{ due_at: string }>('POST', `${scope.path}/members/${member.id}/reset-factors`, {}),
    onSuccess: ({ due_at: due }) => {
      onClose();
      toast(say('resetAsked', { name, due: time(due) }));
    },
  });
  return (
    <Confirm
      title={say('resetFactorsTitle', { name })}
      text={say('resetFactorsText', { name })}
      action={say('resetFactors')}
      isPending={reset.isPending}
      trouble={<Trouble error={reset.error} />}
      isOpen={isOpen}
      onClose={() => {
        reset.reset();
        onClose();
      }}
      onConfirm={() => reset.mutate()}
    />
  );
}
