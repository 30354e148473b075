/** The way in: a passkey, else a link by mail, else the partner's own directory. */
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Fingerprint, Mail } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { keepReturn, useArrive, type SsoTrouble } from '../../addresses.ts';
import { callBare } from '../../data/client.ts';
import { hasPasskeys, isDeclined, signInByPasskey } from '../../data/factors.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice, Trouble } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';
import { FrontCard, frontLink } from '../front.tsx';

const route = getRouteApi('/front/sign-in');
const SSO_TEXTS: Record<SsoTrouble, Key> = {
  failed: 'ssoFailed',
  unavailable: 'ssoUnavailable',
  not_linked: 'ssoNotLinked',
  too_many: 'ssoTooMany',
};

export function SignIn() {
  const { say } = useWords();
  const { sso } = route.useSearch();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) return <CheckMail email={mailedTo} onBack={() => setMailedTo(null)} />;
  return (
    <FrontCard title={say('signInTitle')} lead={say('signInLead')}>
      {sso !== undefined && (
        <Notice tone="danger" isAlert>
          {say(SSO_TEXTS[sso])}
        </Notice>
      )}
      {hasPasskeys() && (
        <>
          <ByPasskey />
          <p className="flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {say('or')}
          </p>
        </>
      )}
      <ByMail onMailed={setMailedTo} />
      <Link to="/sign-in/sso" className={frontLink}>
        {say('useSso')}
      </Link>
    </FrontCard>
  );
}

function ByPasskey() {
  const { say } = useWords();
  const arrive = useArrive();
  const search = route.useSearch();
  const enter = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: ({ stage }) => arrive(stage, search),
  });
  return (
    <div className="flex flex-col gap-3">
      <Button look="primary" isPending={enter.isPending} onPress={() => enter.mutate()}>
        <Fingerprint size={16} aria-hidden />
        {say('signInPasskey')}
      </Button>
      {isDeclined(enter.error) ? (
        <Notice tone="plain" isAlert>
          {say('passkeyDeclined')}
        </Notice>
      ) : (
        <Trouble error={enter.error} />
      )}
    </div>
  );
}

function ByMail({ onMailed }: { onMailed(email: string): void }) {
  const { say } = useWords();
  const search = route.useSearch();
  const [email, setEmail] = useState('');
  const send = useMutation({
    mutationFn: () => callBare('POST', 'sign-in/mail', { email: email.trim() }),
    onSuccess: () => {
      keepReturn(search);
      onMailed(email.trim());
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label={say('email')}
        name="email"
        type="email"
        autoComplete="username"
        isRequired
        value={email}
        onChange={setEmail}
      />
      <Trouble error={send.error} />
      <Button type="submit" isPending={send.isPending}>
        <Mail size={16} aria-hidden />
        {say('sendLink')}
      </Button>
    </Form>
  );
}

/** The same whether there is such a member or not. */
function CheckMail({ email, onBack }: { email: string; onBack(): void }) {
  const { say } = useWords();
  return (
    <FrontCard title={say('checkMailTitle')} lead={say('checkMailText', { email })}>
      <Notice tone="plain">{say('checkMailHint')}</Notice>
      <Button onPress={onBack}>{say('otherAddress')}</Button>
    </FrontCard>
  );
}
