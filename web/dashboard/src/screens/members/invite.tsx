/** Somebody is asked to join. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../../data/client.ts';
import { membersQuery, queryClient } from '../../data/queries.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Check, Field } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import { RoleChoice } from './change-role.tsx';
import { rolesToGive } from './roles.ts';

export function Invite({ scope, onClose }: { scope: Scope; onClose(): void }) {
  const { say } = useWords();
  const [email, setEmail] = useState('');
  // The one with the least to do harm with.
  const [role, setRole] = useState(rolesToGive(scope).at(-1) ?? '');
  const hasSso = useQuery(membersQuery(scope.path)).data?.has_sso === true;
  // Where a company has a directory, it decides who is let in.
  const [isBySso, setBySso] = useState(true);
  const invite = useMutation({
    mutationFn: () =>
      call('POST', `${scope.path}/invitations`, {
        email: email.trim(),
        role,
        by_sso: hasSso && isBySso,
      }),
    onSuccess: async () => {
      onClose();
      toast(say('invited', { email: email.trim() }));
      await queryClient.invalidateQueries(membersQuery(scope.path));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  const { error } = invite;
  const issues = useIssues(error);
  return (
    <Dialog title={say('inviteTitle')} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('email')}
          hint={say('inviteHint')}
          name="email"
          type="email"
          isRequired
          autoFocus
          value={email}
          onChange={setEmail}
        />
        <RoleChoice scope={scope} role={role} onChange={setRole} />
        {hasSso && (
          <Check
            label={say('inviteBySso')}
            hint={say('inviteBySsoHint')}
            checked={isBySso}
            onChange={({ target }) => setBySso(target.checked)}
          />
        )}
        {!issues.has('email') && <Trouble error={error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={invite.isPending}>
            {say('sendInvitation')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
