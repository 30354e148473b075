/** Sending many again: all that failed since a moment, or everything of a period. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { beginOf, endOf, localOf } from '../../data/days.ts';
import { deliveriesMoved, replay, type Replay } from '../../data/log.ts';
import { InZone, Moment } from '../../lists/filter-editor.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Choice } from '../../ui/field.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { useEventTypes } from './use-event-types.ts';

type Kind = 'failed' | 'window';

export function ResendMany() {
  const { say } = useWords();
  const [kind, setKind] = useState<Kind | null>(null);
  return (
    <>
      <Menu
        label={say('resendMany')}
        items={[
          { id: 'failed', text: say('resendFailed'), onAction: () => setKind('failed') },
          { id: 'window', text: say('replayWindow'), onAction: () => setKind('window') },
        ]}
      >
        <Button>
          {say('resendMany')}
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Menu>
      {kind !== null && <Asking kind={kind} onClose={() => setKind(null)} />}
    </>
  );
}

const DAY_MS = 86_400_000;

function Asking({ kind, onClose }: { kind: Kind; onClose(): void }) {
  const { say, timeZone } = useWords();
  const { path } = useScope();
  const types = useEventTypes();
  const [from, setFrom] = useState(() => localOf(Date.now() - DAY_MS, timeZone));
  const [to, setTo] = useState(() => localOf(Date.now(), timeZone));
  const [type, setType] = useState('');
  const asked = replayOf({ kind, from, to, type }, timeZone);
  const count = useCount(path, asked);
  const send = useMutation({
    mutationFn: () => replay(path, asked!, false),
    onSuccess: ({ events }) => {
      onClose();
      toast(say('resendDone', { count: events }));
      return deliveriesMoved(path);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Dialog
      title={say(kind === 'failed' ? 'resendFailed' : 'replayWindow')}
      isOpen
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-muted">
          {say(kind === 'failed' ? 'resendFailedText' : 'replayWindowText')}
        </p>
        <Moment label={say('from')} value={from} onChange={setFrom} isRequired />
        <Moment label={say('to')} value={to} onChange={setTo} isRequired />
        <InZone />
        <Choice
          label={say('event')}
          value={type}
          onChange={(event) => setType(event.target.value)}
          options={[['', say('everyEvent')], ...types.map((one) => [one, one] as const)]}
        />
        <p role="status" className="font-medium">
          {count.data === undefined ? '…' : say('replayCount', { count: count.data.events })}
        </p>
        <Trouble error={count.error ?? send.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            isPending={send.isPending}
            isDisabled={!count.isSuccess || count.data.events === 0}
          >
            {say('resendCount', { count: count.data?.events ?? 0 })}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** Null: the moments are none, or one ends before it begins. */
function replayOf(
  { kind, from, to, type }: { kind: Kind; from: string; to: string; type: string },
  zone: string | undefined,
): Replay | null {
  const [begin, end] = [beginOf(from, zone), endOf(to, zone)];
  if (begin === undefined || end === undefined || begin > end) return null;
  return {
    from: begin,
    to: end,
    only: kind === 'failed' ? 'exhausted' : 'all',
    ...(type === '' ? {} : { types: [type] }),
  };
}

/** How many would be sent, as the server counts them: nothing is sent. */
const useCount = (path: string, asked: Replay | null) =>
  useQuery({
    queryKey: [path, 'replay', asked],
    enabled: asked !== null,
    gcTime: 0,
    staleTime: 0,
    queryFn: () => replay(path, asked!, true),
  });
