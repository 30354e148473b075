/** Another role for a member. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../data/client.ts';
import { membersQuery, queryClient, sessionAgain } from '../../data/queries.ts';
import type { Member } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { useSession } from '../../shell/use-session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Choice } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { roleMay, rolesToGive, roleText } from './roles.ts';

export function ChangeRole({
  member,
  scope,
  onClose,
}: {
  member: Member;
  scope: Scope;
  onClose(): void;
}) {
  const { say } = useWords();
  const isOneself = useSession().member.id === member.id;
  const [role, setRole] = useState(member.role);
  const name = member.name ?? member.email;
  const change = useMutation({
    mutationFn: () => call('PATCH', `${scope.path}/members/${member.id}`, { role }),
    onSuccess: async () => {
      onClose();
      toast(say('roleChanged', { name, role: say(roleText(role)) }));
      await queryClient.invalidateQueries(membersQuery(scope.path));
      if (isOneself) await sessionAgain();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Dialog title={say('changeRoleTitle', { name })} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="flex flex-col gap-4">
        <RoleChoice scope={scope} role={role} onChange={setRole} />
        <Trouble error={change.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            isPending={change.isPending}
            isDisabled={role === member.role}
          >
            {say('changeRole')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

export function RoleChoice({
  scope,
  role,
  onChange,
}: {
  scope: Scope;
  role: string;
  onChange(role: string): void;
}) {
  const { say } = useWords();
  return (
    <Choice
      label={say('role')}
      hint={say(roleMay(scope, role))}
      value={role}
      onChange={(event) => onChange(event.target.value)}
      options={rolesToGive(scope).map((one) => [one, say(roleText(one))] as const)}
    />
  );
}
