/** One channel: how it does, a test, and the ways to change it. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { changeAddress, removeAddress, testAddress } from '../../data/notifications.ts';
import type { NotificationAddress } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Row } from '../../ui/page.tsx';
import { Badge, Notice, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords, type Key } from '../../words.tsx';
import { SUBJECT_TEXTS } from './subject-texts.ts';

type Of = { scope: Scope; address: NotificationAddress };

const STATUS: Record<
  NotificationAddress['status'],
  { text: Key; tone: 'good' | 'warn' | 'danger' }
> = {
  on: { text: 'channelOn', tone: 'good' },
  failing: { text: 'channelFailing', tone: 'warn' },
  off: { text: 'channelOff', tone: 'danger' },
};
const OFF: Record<NonNullable<NotificationAddress['off_reason']>, Key> = {
  member: 'channelOffByMember',
  failing: 'channelOffFailing',
  gone: 'channelOffGone',
};

export function AddressRow({
  scope,
  address,
  mayWrite,
  onEdit,
}: Of & { mayWrite: boolean; onEdit(): void }) {
  const { say } = useWords();
  const { label, url_hint: hint, subjects, status } = address;
  return (
    <Row actions={mayWrite && <Acts scope={scope} address={address} onEdit={onEdit} />}>
      <p className="flex flex-wrap items-center gap-2 font-medium">
        <span className="min-w-0 break-words">{label}</span>
        <Badge tone={STATUS[status].tone}>{say(STATUS[status].text)}</Badge>
      </p>
      <p className="font-mono text-sm break-all text-muted">{hint}</p>
      <p className="text-sm text-muted">
        <Told subjects={subjects} />
      </p>
      <Why address={address} />
    </Row>
  );
}

/** A few by their names, more as a number: the change shows them. */
const MOST_NAMED = 3;

function Told({ subjects }: Pick<NotificationAddress, 'subjects'>) {
  const { say } = useWords();
  if (subjects === null) return say('channelEverything');
  return subjects.length > MOST_NAMED
    ? say('channelSome', { count: subjects.length })
    : subjects.map((one) => say(SUBJECT_TEXTS[one])).join(' · ');
}

/** What is wrong there, and what to do. */
function Why({ address }: { address: NotificationAddress }) {
  const { say, time } = useWords();
  const { status, off_reason: reason, failing_since: since, last_error: error } = address;
  if (status === 'on') return null;
  return (
    <div className="mt-1 text-sm">
      <p>
        {status === 'off'
          ? say(OFF[reason ?? 'member'])
          : say('channelFailingSince', { since: since === null ? '' : time(since) })}
      </p>
      {error !== null && <p className="text-danger">{error}</p>}
    </div>
  );
}

function Acts({ scope, address, onEdit }: Of & { onEdit(): void }) {
  const { say } = useWords();
  const [isAsked, setAsked] = useState(false);
  const isOff = address.status === 'off';
  const name = address.label;
  const change = useMutation({
    mutationFn: () => changeAddress(scope.path, address, { is_on: isOff }),
    onSuccess: () => toast(say(isOff ? 'channelSwitchedOn' : 'channelSwitchedOff')),
  });
  const remove = useMutation({
    mutationFn: () => removeAddress(scope.path, address),
    onSuccess: () => toast(say('channelRemoved')),
  });
  return (
    <>
      <Test scope={scope} address={address} />
      <Button
        aria-label={`${say(isOff ? 'switchOn' : 'channelSwitchOff')}: ${name}`}
        isPending={change.isPending}
        onPress={() => change.mutate()}
      >
        {say(isOff ? 'switchOn' : 'channelSwitchOff')}
      </Button>
      <Button aria-label={`${say('change')}: ${name}`} onPress={onEdit}>
        {say('change')}
      </Button>
      <Button aria-label={say('removeOf', { name })} onPress={() => setAsked(true)}>
        {say('remove')}
      </Button>
      <Trouble error={change.error} />
      <Confirm
        title={say('channelRemoveTitle', { name })}
        text={say('channelRemoveText')}
        action={say('remove')}
        isPending={remove.isPending}
        trouble={<Trouble error={remove.error} />}
        isOpen={isAsked}
        onClose={() => {
          remove.reset();
          setAsked(false);
        }}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}

function Test({ scope, address }: Of) {
  const { say } = useWords();
  const test = useMutation({ mutationFn: () => testAddress(scope.path, address) });
  return (
    <>
      <Button
        aria-label={`${say('sendTestPost')}: ${address.label}`}
        isPending={test.isPending}
        onPress={() => test.mutate()}
      >
        {say('sendTestPost')}
      </Button>
      <div aria-live="polite" className="order-last basis-full empty:hidden">
        {test.data?.is_taken === true && <Notice tone="good">{say('testPosted')}</Notice>}
        {test.data?.is_taken === false && (
          <Notice tone="danger">
            {say('testNotPosted')} {test.data.error}
          </Notice>
        )}
        {test.error !== null && <Trouble error={test.error} />}
      </div>
    </>
  );
}
