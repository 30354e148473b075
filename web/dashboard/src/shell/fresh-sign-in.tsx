/**
 * Some things ask that the member has just shown who they are. This asks, and the call that needed
 * it is made again.
 */
import { useMutation } from '@tanstack/react-query';
import { Fingerprint, Mail } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { call, callBare, followRefusals } from '../data/client.ts';
import { freshByPasskey, hasPasskeys, isDeclined } from '../data/factors.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Notice, Trouble } from '../ui/said.tsx';
import { useWords } from '../words.tsx';
import { useSession } from './use-session.ts';

type Answer = (isFresh: boolean) => void;

export function FreshSignIn() {
  const { say } = useWords();
  const { member } = useSession();
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    followRefusals({ fresh: () => new Promise<boolean>((resolve) => setAnswer(() => resolve)) });
    return () => followRefusals({ fresh: async () => false });
  }, []);
  const end = (isFresh: boolean): void => {
    answer?.(isFresh);
    setAnswer(null);
  };
  const done = (): void => end(true);
  return (
    <Dialog title={say('freshTitle')} isOpen={answer !== null} onClose={() => end(false)}>
      <p className="text-muted">{say('freshText')}</p>
      {member.passkeys > 0 && hasPasskeys() && <ByPasskey onDone={done} />}
      {member.has_totp && <ByCode onDone={done} />}
      {member.passkeys === 0 && !member.has_totp && <ByMail onDone={done} />}
    </Dialog>
  );
}

function ByPasskey({ onDone }: { onDone(): void }) {
  const { say } = useWords();
  const show = useMutation({ mutationFn: freshByPasskey, onSuccess: onDone });
  return (
    <>
      <Button look="primary" isPending={show.isPending} onPress={() => show.mutate()}>
        <Fingerprint size={16} aria-hidden />
        {say('usePasskey')}
      </Button>
      {isDeclined(show.error) ? (
        <Notice tone="plain" isAlert>
          {say('passkeyDeclined')}
        </Notice>
      ) : (
        <Trouble error={show.error} />
      )}
    </>
  );
}

function ByCode({ onDone }: { onDone(): void }) {
  const { say } = useWords();
  const [code, setCode] = useState('');
  const show = useMutation({
    mutationFn: () => call('POST', 'fresh/totp', { code: code.trim() }),
    onSuccess: onDone,
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    show.mutate();
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label={say('code')}
        name="code"
        isRequired
        inputMode="numeric"
        autoComplete="one-time-code"
        inputClassName="font-mono tracking-widest"
        value={code}
        onChange={setCode}
      />
      <Trouble error={show.error} />
      <Button type="submit" isPending={show.isPending}>
        {say('confirm')}
      </Button>
    </Form>
  );
}

/** A link that is opened in this browser makes the session a fresh one, whichever tab it is in. */
function ByMail({ onDone }: { onDone(): void }) {
  const { say } = useWords();
  const { email } = useSession().member;
  const send = useMutation({ mutationFn: () => callBare('POST', 'sign-in/mail', { email }) });
  return (
    <>
      <Trouble error={send.error} />
      {send.isSuccess ? (
        <>
          <Notice tone="plain" isAlert>
            {say('freshMailed', { email })}
          </Notice>
          <Button look="primary" onPress={onDone}>
            {say('freshOpened')}
          </Button>
        </>
      ) : (
        <Button look="primary" isPending={send.isPending} onPress={() => send.mutate()}>
          <Mail size={16} aria-hidden />
          {say('sendLink')}
        </Button>
      )}
    </>
  );
}
