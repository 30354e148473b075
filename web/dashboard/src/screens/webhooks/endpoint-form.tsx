/** Where events are sent, with which key, and which of them. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { queryClient } from '../../data/queries.ts';
import type { WebhookSettings } from '../../data/types.ts';
import {
  asSet,
  putEndpoint,
  webhooksQuery,
  type Endpoint,
  type EventKind,
} from '../../data/webhooks.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Check, Field } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import { Events } from './events.tsx';

type Editing = {
  endpoint: Endpoint;
  settings: WebhookSettings;
  mayManage: boolean;
  change(endpoint: Partial<Endpoint>): void;
};

export function EndpointForm({
  scope,
  settings,
  kinds,
  mayManage,
  onSecret,
}: {
  scope: Scope;
  settings: WebhookSettings;
  kinds: readonly EventKind[];
  mayManage: boolean;
  onSecret(secret: string): void;
}) {
  const { say } = useWords();
  const [changed, setChanged] = useState<Partial<Endpoint>>({});
  // A first endpoint is one that is sent to.
  const start = { ...asSet(settings), ...(settings.url === null ? { enabled: true } : {}) };
  const endpoint: Endpoint = { ...start, ...changed };
  const change = (more: Partial<Endpoint>): void => setChanged({ ...changed, ...more });
  const save = useMutation({
    mutationFn: () => putEndpoint(scope.path, endpoint, kinds),
    onSuccess: ({ signing_secret: secret, ...set }) => {
      queryClient.setQueryData(webhooksQuery(scope.path).queryKey, set);
      setChanged({});
      toast(say('saved'));
      if (secret !== undefined) onSecret(secret);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const issues = useIssues(save.error);
  const isChanged = Object.values(changed).some((value) => value !== undefined);
  const editing = { endpoint, settings, mayManage, change };
  return (
    <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-6">
      <Section title={say('endpoint')} lead={say('endpointLead')}>
        <Card className="flex flex-col gap-4 p-4">
          <Where {...editing} />
          <KeySent {...editing} />
        </Card>
      </Section>
      <Events
        kinds={kinds}
        chosen={endpoint.events}
        mayManage={mayManage}
        onChange={(events) => change({ events })}
      />
      {mayManage && (
        <SaveBar isChanged={isChanged} isPending={save.isPending} onDiscard={() => setChanged({})}>
          {!issues.has(...FIELDS) && <Trouble error={save.error} />}
        </SaveBar>
      )}
    </AnsweredForm>
  );
}

/** What is changed is saved from wherever one is on this long screen. */
function SaveBar({
  isChanged,
  isPending,
  onDiscard,
  children,
}: {
  isChanged: boolean;
  isPending: boolean;
  onDiscard(): void;
  children: ReactNode;
}) {
  const { say } = useWords();
  return (
    <div
      className={cn(
        'flex flex-col gap-3',
        isChanged && 'sticky bottom-0 z-10 -mx-4 border-t border-line bg-canvas px-4 py-3',
      )}
    >
      {children}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" type="submit" isPending={isPending} isDisabled={!isChanged}>
          {say('save')}
        </Button>
        {isChanged && <Button onPress={onDiscard}>{say('discard')}</Button>}
      </div>
    </div>
  );
}

/** Of which what the server says stands at the field. */
const FIELDS = ['url', 'api_key', 'key_header', 'key_prefix', 'alert_email'];

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

function Where({ endpoint, mayManage, change }: Editing) {
  const { say } = useWords();
  return (
    <>
      <Field
        label={say('endpointUrl')}
        hint={say('endpointUrlHint')}
        name="url"
        type="url"
        placeholder="https://api.example.com/hubby"
        isRequired={endpoint.enabled}
        isDisabled={!mayManage}
        value={endpoint.url ?? ''}
        onChange={(url) => change({ url: orNull(url) })}
      />
      <Check
        label={say('endpointEnabled')}
        hint={say('endpointEnabledHint')}
        disabled={!mayManage}
        checked={endpoint.enabled}
        onChange={({ target }) => change({ enabled: target.checked })}
      />
      <Field
        label={say('alertEmail')}
        hint={say('alertEmailHint')}
        name="alert_email"
        type="email"
        isDisabled={!mayManage}
        value={endpoint.alert_email ?? ''}
        onChange={(email) => change({ alert_email: orNull(email) })}
      />
    </>
  );
}

/** What the partner's own server asks of who calls it. It is never shown again: left out, it stays. */
function KeySent({ endpoint, settings, mayManage, change }: Editing) {
  const { say } = useWords();
  const hint = settings.api_key_hint;
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-4">
      <legend className="float-start mb-1 w-full font-medium">{say('keySent')}</legend>
      <p className="-mt-3 text-sm text-muted">{say('keySentLead')}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={say('keyHeader')}
          name="key_header"
          isRequired
          isDisabled={!mayManage}
          inputClassName="font-mono text-sm"
          value={endpoint.key_header}
          onChange={(header) => change({ key_header: header.trim() })}
        />
        <Field
          label={say('keyPrefix')}
          name="key_prefix"
          placeholder="Bearer "
          isDisabled={!mayManage}
          inputClassName="font-mono text-sm"
          value={endpoint.key_prefix}
          onChange={(prefix) => change({ key_prefix: prefix })}
        />
      </div>
      <Field
        label={say('keyValue')}
        hint={hint === null ? undefined : say('keyValueKept', { hint })}
        name="api_key"
        type="password"
        autoComplete="off"
        isDisabled={!mayManage || endpoint.api_key === null}
        inputClassName="font-mono text-sm"
        value={endpoint.api_key ?? ''}
        onChange={(key) => change({ api_key: key === '' ? undefined : key })}
      />
      {hint !== null && (
        <Check
          label={say('keyValueNone')}
          disabled={!mayManage}
          checked={endpoint.api_key === null}
          onChange={({ target }) => change({ api_key: target.checked ? null : undefined })}
        />
      )}
    </fieldset>
  );
}
