/** From where a key may sign: changed while it is in force. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../../data/client.ts';
import { keysQuery, listOf } from '../../data/keys.ts';
import { queryClient } from '../../data/queries.ts';
import type { ApiKey } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';

/** Addresses and networks, with commas between. */
export function AllowedIps({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { say } = useWords();
  return (
    <Field
      label={say('keyAddresses')}
      hint={say('keyAddressesHint')}
      name="allowed_ips"
      placeholder="203.0.113.0/24, 2001:db8::1"
      inputClassName="font-mono"
      value={value}
      onChange={onChange}
    />
  );
}

export function Addresses({
  apiKey,
  scope,
  onClose,
}: {
  apiKey: ApiKey;
  scope: Scope;
  onClose(): void;
}) {
  const { say } = useWords();
  const [text, setText] = useState(apiKey.allowed_ips.join(', '));
  const change = useMutation({
    mutationFn: () =>
      call('PATCH', `${scope.path}/keys/${apiKey.api_key}`, { allowed_ips: listOf(text) }),
    onSuccess: async () => {
      onClose();
      toast(say('keyAddressesSaved'));
      await queryClient.invalidateQueries(keysQuery(scope.path));
    },
  });
  const issues = useIssues(change.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Dialog title={say('keyAddresses')} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <AllowedIps value={text} onChange={setText} />
        <Trouble error={change.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={change.isPending}>
            {say('save')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
