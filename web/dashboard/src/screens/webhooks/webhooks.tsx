/** The partner's endpoint: where events go, which ones, how it does, and trying it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { eventTypesQuery, webhooksQuery, type EventKind } from '../../data/webhooks.ts';
import type { WebhookSettings } from '../../data/types.ts';
import { useScope, type Scope } from '../../shell/use-scope.ts';
import { Page } from '../../ui/page.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { EndpointForm } from './endpoint-form.tsx';
import { Health } from './health.tsx';
import { Listen } from './listen.tsx';
import { Signing, SigningSecretOnce } from './signing.tsx';
import { TestEvent } from './test-event.tsx';

export function WebhooksScreen() {
  const { say } = useWords();
  const scope = useScope();
  const settings = useQuery(webhooksQuery(scope.path));
  const kinds = useQuery(eventTypesQuery(scope.path));
  const again = (): void => {
    void settings.refetch();
    void kinds.refetch();
  };
  return (
    <Page title={say('webhooks')} lead={say('webhooksLead')}>
      <Trouble error={settings.error ?? kinds.error} onRetry={again} />
      {(settings.isPending || kinds.isPending) && <Skeleton rows={8} />}
      {settings.data !== undefined && kinds.data !== undefined && (
        <Parts scope={scope} settings={settings.data} kinds={kinds.data.event_types} />
      )}
    </Page>
  );
}

function Parts({
  scope,
  settings,
  kinds,
}: {
  scope: Scope;
  settings: WebhookSettings;
  kinds: readonly EventKind[];
}) {
  const { say } = useWords();
  const [secret, setSecret] = useState<string | null>(null);
  const mayManage = scope.may('keys.manage');
  return (
    <>
      {!mayManage && <Notice tone="plain">{say('webhooksReadOnly')}</Notice>}
      {settings.url !== null && (
        <Health scope={scope} settings={settings} kinds={kinds} mayManage={mayManage} />
      )}
      <EndpointForm
        scope={scope}
        settings={settings}
        kinds={kinds}
        mayManage={mayManage}
        onSecret={setSecret}
      />
      {settings.url !== null && (
        <Signing scope={scope} settings={settings} mayManage={mayManage} onSecret={setSecret} />
      )}
      {mayManage && <TestEvent scope={scope} kinds={kinds} />}
      <Listen />
      {secret !== null && <SigningSecretOnce secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}
