/** The partner's own directory: connected, changed, taken away. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../../data/client.ts';
import { membersQuery, queryClient } from '../../data/queries.ts';
import { ssoQuery } from '../../data/sso.ts';
import type { Sso } from '../../data/types.ts';
import { useScope, type Scope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { NamedSecret } from '../../ui/copy.tsx';
import { Field } from '../../ui/field.tsx';
import { Card, Page, Section } from '../../ui/page.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import { Connected } from './connected.tsx';

export function SsoScreen() {
  const { say } = useWords();
  const scope = useScope();
  const sso = useQuery(ssoQuery(scope.path));
  return (
    <Page title={say('sso')} lead={say('ssoSettingsLead')}>
      <Trouble error={sso.error} onRetry={() => void sso.refetch()} />
      {sso.isPending && <Skeleton rows={6} />}
      {sso.data !== undefined && <Parts scope={scope} sso={sso.data} />}
    </Page>
  );
}

function Parts({ scope, sso }: { scope: Scope; sso: Sso }) {
  const { say } = useWords();
  const [isChanging, setChanging] = useState(false);
  const isConnected = sso.issuer !== null;
  return (
    <>
      {isConnected && (
        <Connected scope={scope} sso={sso} onChange={() => setChanging(!isChanging)} />
      )}
      <Section title={say('ssoAddresses')} lead={say('ssoAddressesLead')}>
        <Card className="flex flex-col gap-4 p-4">
          <NamedSecret label={say('ssoCallback')} text={sso.callback_url} />
          {isConnected && <NamedSecret label={say('ssoSignIn')} text={sso.sign_in_url} />}
        </Card>
      </Section>
      {(!isConnected || isChanging) && (
        <Connection
          key={sso.issuer ?? ''}
          scope={scope}
          sso={sso}
          onSet={() => setChanging(false)}
        />
      )}
    </>
  );
}

function Connection({ scope, sso, onSet }: { scope: Scope; sso: Sso; onSet(): void }) {
  const { say } = useWords();
  const [issuer, setIssuer] = useState(sso.issuer ?? '');
  const [clientId, setClientId] = useState(sso.client_id ?? '');
  const [secret, setSecret] = useState('');
  const set = useMutation({
    mutationFn: () =>
      call('PUT', `${scope.path}/sso`, {
        issuer: issuer.trim(),
        client_id: clientId.trim(),
        client_secret: secret.trim(),
      }),
    onSuccess: async () => {
      setSecret('');
      onSet();
      toast(say('ssoSet'));
      await queryClient.invalidateQueries(ssoQuery(scope.path));
      await queryClient.invalidateQueries(membersQuery(scope.path));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set.mutate();
  };
  const issues = useIssues(set.error);
  const isOther = sso.issuer !== null && issuer.trim() !== sso.issuer;
  return (
    <Section title={say('ssoConnection')} lead={say('ssoConnectionLead')}>
      <Card className="p-4">
        <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
          <Issuer issuer={issuer} onChange={setIssuer} />
          <Field
            label={say('ssoClientId')}
            name="client_id"
            isRequired
            autoComplete="off"
            inputClassName="font-mono text-sm"
            value={clientId}
            onChange={setClientId}
          />
          <ClientSecret secret={secret} onChange={setSecret} />
          {isOther && <Notice tone="warn">{say('ssoOtherIssuer')}</Notice>}
          {!issues.has('issuer', 'client_id', 'client_secret') && <Trouble error={set.error} />}
          <div>
            <Button look="primary" type="submit" isPending={set.isPending}>
              {say(sso.issuer === null ? 'ssoConnect' : 'save')}
            </Button>
          </div>
        </AnsweredForm>
      </Card>
    </Section>
  );
}

function ClientSecret({ secret, onChange }: { secret: string; onChange(secret: string): void }) {
  const { say } = useWords();
  return (
    <Field
      label={say('ssoClientSecret')}
      hint={say('ssoClientSecretHint')}
      name="client_secret"
      type="password"
      isRequired
      autoComplete="off"
      inputClassName="font-mono text-sm"
      value={secret}
      onChange={onChange}
    />
  );
}

function Issuer({ issuer, onChange }: { issuer: string; onChange(issuer: string): void }) {
  const { say } = useWords();
  return (
    <Field
      label={say('ssoIssuer')}
      hint={say('ssoIssuerHint')}
      name="issuer"
      type="url"
      isRequired
      placeholder="https://login.example.com"
      value={issuer}
      onChange={onChange}
    />
  );
}
