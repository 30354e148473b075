/** One invitation that is open. */
import { useMutation } from '@tanstack/react-query';
import { call } from '../../data/client.ts';
import { membersQuery, queryClient } from '../../data/queries.ts';
import type { Invitation } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Trouble } from '../../ui/said.tsx';
import { Cell, rowClass } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { mayManage, roleText } from './roles.ts';

export function InvitationRow({ invitation, scope }: { invitation: Invitation; scope: Scope }) {
  const { say, relative, time } = useWords();
  const { email } = invitation;
  const path = `${scope.path}/invitations/${invitation.id}`;
  const onSettled = () => queryClient.invalidateQueries(membersQuery(scope.path));
  const resend = useMutation({
    mutationFn: () => call('POST', `${path}/resend`, {}),
    onSuccess: () => toast(say('invited', { email })),
    onSettled,
  });
  const withdraw = useMutation({
    mutationFn: () => call('DELETE', path),
    onSuccess: () => toast(say('withdrawn', { email })),
    onSettled,
  });
  return (
    <tr className={rowClass}>
      <Cell className="w-full md:w-auto">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {email}
          {invitation.by_sso && <Badge>{say('sso')}</Badge>}
        </p>
        <p className="text-sm text-muted md:hidden">
          {say(roleText(invitation.role))}
          {' · '}
          {relative(invitation.expires_at)}
        </p>
        <Trouble error={resend.error ?? withdraw.error} />
      </Cell>
      <Cell isWide>{say(roleText(invitation.role))}</Cell>
      <Cell isWide className="text-muted">
        {invitation.invited_by}
      </Cell>
      <Cell isWide className="whitespace-nowrap text-muted">
        <span title={time(invitation.expires_at)}>{relative(invitation.expires_at)}</span>
      </Cell>
      <Cell className="text-end">
        {mayManage(scope, invitation.role) && (
          <span className="inline-flex flex-wrap justify-end gap-2">
            <Button
              isPending={resend.isPending}
              onPress={() => resend.mutate()}
              aria-label={say('resendTo', { email })}
            >
              {say('resend')}
            </Button>
            <Button
              isPending={withdraw.isPending}
              onPress={() => withdraw.mutate()}
              aria-label={say('withdrawOf', { email })}
            >
              {say('withdraw')}
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  );
}
