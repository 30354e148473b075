/** What support does with an eSIM: a link to install it, a new one in its place, putting it away. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { peopleChanged } from '../../data/people.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Secret } from '../../ui/copy.tsx';
import { Confirm, Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Choice } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords, type Key } from '../../words.tsx';

type Open = 'link' | 'replace' | 'archive' | null;

export function EsimActs({ iccid }: { iccid: string }) {
  const { say } = useWords();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button onPress={() => setOpen('link')}>{say('installLink')}</Button>
      <Button onPress={() => setOpen('replace')}>{say('replaceEsim')}</Button>
      <Button onPress={() => setOpen('archive')}>{say('archiveEsim')}</Button>
      {open === 'link' && <InstallLink iccid={iccid} onClose={close} />}
      {open === 'replace' && <Replace iccid={iccid} onClose={close} />}
      {open === 'archive' && <Archive iccid={iccid} onClose={close} />}
    </div>
  );
}

type Act = { iccid: string; onClose(): void };

function useAct(act: string, said: Key, onClose: () => void) {
  const { say } = useWords();
  const { path } = useScope();
  return useMutation({
    mutationFn: ({ iccid, body }: { iccid: string; body?: object }) =>
      call('POST', `${path}/esims/${iccid}/${act}`, body),
    onSuccess: async () => {
      onClose();
      toast(say(said));
      await peopleChanged(path);
    },
  });
}

function InstallLink({ iccid, onClose }: Act) {
  const { say, time } = useWords();
  const { path } = useScope();
  const make = useMutation({
    mutationFn: () =>
      call<{ url: string; expires_at: string }>('POST', `${path}/esims/${iccid}/install-link`),
  });
  return (
    <Dialog title={say('installLink')} isOpen onClose={onClose} isWide>
      <p className="text-muted">{say('installLinkText')}</p>
      <Trouble error={make.error} />
      {make.data === undefined ? (
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" isPending={make.isPending} onPress={() => make.mutate()}>
            {say('makeLink')}
          </Button>
        </DialogButtons>
      ) : (
        <>
          <Secret text={make.data.url} what={say('installLink')} />
          <p className="text-sm text-muted">
            {say('goodUntil', { when: time(make.data.expires_at) })}
          </p>
        </>
      )}
    </Dialog>
  );
}

const REASONS = [
  ['new_device', 'reasonNewDevice'],
  ['deleted', 'reasonDeleted'],
  ['broken', 'reasonBroken'],
] as const satisfies readonly (readonly [string, Key])[];

function Replace({ iccid, onClose }: Act) {
  const { say } = useWords();
  const [reason, setReason] = useState<string>(REASONS[0][0]);
  const replace = useAct('replace', 'esimReplaced', onClose);
  return (
    <Confirm
      title={say('replaceEsimTitle')}
      text={
        <div className="flex flex-col gap-3">
          <p>{say('replaceEsimText')}</p>
          <Choice
            label={say('reason')}
            options={REASONS.map(([value, text]) => [value, say(text)])}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
      }
      action={say('replaceEsim')}
      isPending={replace.isPending}
      trouble={<Trouble error={replace.error} />}
      isOpen
      onClose={onClose}
      onConfirm={() => replace.mutate({ iccid, body: { reason } })}
    />
  );
}

function Archive({ iccid, onClose }: Act) {
  const { say } = useWords();
  const archive = useAct('archive', 'esimIsArchived', onClose);
  return (
    <Confirm
      title={say('archiveEsimTitle')}
      text={say('archiveEsimText')}
      action={say('archiveEsim')}
      isPending={archive.isPending}
      trouble={<Trouble error={archive.error} />}
      isOpen
      onClose={onClose}
      onConfirm={() => archive.mutate({ iccid })}
    />
  );
}
