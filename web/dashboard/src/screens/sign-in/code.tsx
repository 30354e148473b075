/** The second factor after a link: a code of the authenticator app, or a recovery code. */
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { useArrive } from '../../addresses.ts';
import { callBare } from '../../data/client.ts';
import { queryClient, sessionAgain } from '../../data/queries.ts';
import type { Staged } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { FrontCard, frontLink } from '../front.tsx';

const route = getRouteApi('/front/sign-in/code');

export function SecondFactor() {
  const { say } = useWords();
  const [byRecovery, setByRecovery] = useState(false);
  return (
    <FrontCard title={say('codeTitle')} lead={say(byRecovery ? 'recoveryLead' : 'codeLead')}>
      <CodeForm key={String(byRecovery)} byRecovery={byRecovery} />
      <div className="flex flex-wrap justify-between gap-x-4">
        <button type="button" className={frontLink} onClick={() => setByRecovery(!byRecovery)}>
          {say(byRecovery ? 'useApp' : 'useRecovery')}
        </button>
        <StartOver />
      </div>
    </FrontCard>
  );
}

function CodeForm({ byRecovery }: { byRecovery: boolean }) {
  const { say } = useWords();
  const arrive = useArrive();
  const search = route.useSearch();
  const [code, setCode] = useState('');
  const enter = useMutation({
    mutationFn: () =>
      callBare<Staged>('POST', byRecovery ? 'sign-in/recovery' : 'sign-in/totp', {
        code: code.trim(),
      }),
    onSuccess: ({ stage }) => arrive(stage, search),
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label={say(byRecovery ? 'recoveryCode' : 'code')}
        name="code"
        isRequired
        autoFocus
        value={code}
        onChange={setCode}
        autoComplete={byRecovery ? 'off' : 'one-time-code'}
        inputMode={byRecovery ? 'text' : 'numeric'}
        inputClassName="font-mono tracking-widest"
      />
      <Trouble error={enter.error} />
      <Button look="primary" type="submit" isPending={enter.isPending}>
        {say('continue')}
      </Button>
    </Form>
  );
}

/** Also the way out where too many codes were wrong: then nobody is signed in any more. */
export function StartOver() {
  const { say } = useWords();
  const router = useRouter();
  const leave = useMutation({
    mutationFn: () => callBare('DELETE', 'session'),
    onSettled: async () => {
      queryClient.clear();
      await sessionAgain().catch(() => null);
      await router.navigate({ to: '/sign-in' });
    },
  });
  return (
    <button type="button" className={frontLink} onClick={() => leave.mutate()}>
      {say('startOver')}
    </button>
  );
}
