/** The keys of one's devices. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../data/client.ts';
import { hasPasskeys } from '../../data/factors.ts';
import { passkeysQuery, queryClient, sessionAgain } from '../../data/queries.ts';
import type { Passkey } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Card, Row, Section } from '../../ui/page.tsx';
import { Badge, Empty, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { AddPasskey } from '../factors/add-passkey.tsx';

const again = async (): Promise<void> => {
  await Promise.all([queryClient.invalidateQueries(passkeysQuery), sessionAgain()]);
};

export function Passkeys({ onCodes }: { onCodes(codes: readonly string[] | undefined): void }) {
  const { say } = useWords();
  const passkeys = useQuery(passkeysQuery);
  const [isAdding, setAdding] = useState(false);
  const add = hasPasskeys() && (
    <Button onPress={() => setAdding(true)}>
      <Plus size={14} aria-hidden />
      {say('addPasskey')}
    </Button>
  );
  return (
    <Section title={say('passkeys')} lead={say('passkeysLead')} actions={add}>
      <Trouble error={passkeys.error} onRetry={() => void passkeys.refetch()} />
      {passkeys.isPending && <Skeleton rows={2} />}
      {passkeys.data?.length === 0 && <Empty title={say('noPasskeys')} />}
      {passkeys.data !== undefined && passkeys.data.length > 0 && (
        <Card>
          <ul>
            {passkeys.data.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} />
            ))}
          </ul>
        </Card>
      )}
      <Dialog title={say('addPasskeyTitle')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <p className="text-muted">{say('addPasskeyText')}</p>
        <AddPasskey
          onCancel={() => setAdding(false)}
          onAdded={(codes) => {
            setAdding(false);
            onCodes(codes);
            void again();
          }}
        />
      </Dialog>
    </Section>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { say, day, relative } = useWords();
  const [asked, setAsked] = useState<'rename' | 'remove' | null>(null);
  const close = (): void => setAsked(null);
  const remove = useMutation({
    mutationFn: () => call('DELETE', `passkeys/${encodeURIComponent(passkey.id)}`),
    onSuccess: async () => {
      close();
      await again();
      toast(say('passkeyRemoved'));
    },
  });
  const name = passkey.label ?? say('passkey');
  return (
    <Row
      actions={
        <>
          <Button onPress={() => setAsked('rename')} aria-label={say('renameOf', { name })}>
            {say('rename')}
          </Button>
          <Button onPress={() => setAsked('remove')} aria-label={say('removeOf', { name })}>
            {say('remove')}
          </Button>
        </>
      }
    >
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {name}
        {passkey.is_backed_up && <Badge>{say('synced')}</Badge>}
      </p>
      <p className="text-sm text-muted">
        {say('addedOn', { day: day(passkey.created_at) })}
        {' · '}
        {passkey.last_used_at === null
          ? say('neverUsed')
          : say('lastUsed', { when: relative(passkey.last_used_at) })}
      </p>
      {asked === 'rename' && <Rename passkey={passkey} onClose={close} />}
      <Confirm
        title={say('removePasskeyTitle')}
        text={say('removePasskeyText', { name })}
        action={say('remove')}
        isPending={remove.isPending}
        trouble={<Trouble error={remove.error} />}
        isOpen={asked === 'remove'}
        onClose={close}
        onConfirm={() => remove.mutate()}
      />
    </Row>
  );
}

function Rename({ passkey, onClose }: { passkey: Passkey; onClose(): void }) {
  const { say } = useWords();
  const [label, setLabel] = useState(passkey.label ?? '');
  const rename = useMutation({
    mutationFn: () =>
      call('PATCH', `passkeys/${encodeURIComponent(passkey.id)}`, { label: label.trim() }),
    onSuccess: async () => {
      onClose();
      await again();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Dialog title={say('rename')} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('passkeyName')}
          isRequired
          autoFocus
          maxLength={100}
          value={label}
          onChange={setLabel}
        />
        <Trouble error={rename.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={rename.isPending}>
            {say('save')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
