/** How the endpoint does, and what to do where it does not. */
import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../../data/queries.ts';
import type { WebhookSettings } from '../../data/types.ts';
import { asSet, putEndpoint, webhooksQuery, type EventKind } from '../../data/webhooks.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { Badge, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords, type Key } from '../../words.tsx';

type Status = WebhookSettings['health']['status'];

const SAID: Record<Status, { text: Key; tone: 'plain' | 'good' | 'warn' | 'danger' }> = {
  unknown: { text: 'healthUnknown', tone: 'plain' },
  healthy: { text: 'healthHealthy', tone: 'good' },
  failing: { text: 'healthFailing', tone: 'warn' },
  disabled: { text: 'healthDisabled', tone: 'danger' },
  off: { text: 'healthOff', tone: 'plain' },
};

export function Health({
  scope,
  settings,
  kinds,
  mayManage,
}: {
  scope: Scope;
  settings: WebhookSettings;
  kinds: readonly EventKind[];
  mayManage: boolean;
}) {
  const { say } = useWords();
  const { status, pending } = settings.health;
  const isOff = status === 'disabled' || status === 'off';
  const { text, tone } = SAID[status];
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1.5">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={tone}>{say(text)}</Badge>
            {pending > 0 && (
              <span className="text-sm text-muted">{say('healthPending', { count: pending })}</span>
            )}
          </p>
          <p className="font-mono text-sm break-all">{settings.url}</p>
          <p className="text-muted">
            <What settings={settings} />
          </p>
        </div>
        {isOff && mayManage && <SwitchOn scope={scope} settings={settings} kinds={kinds} />}
      </div>
    </Card>
  );
}

/** What that means, and what to do. */
function What({ settings: { health } }: { settings: WebhookSettings }) {
  const { say, time } = useWords();
  if (health.status === 'disabled')
    return <>{say(health.disabled_reason === 'gone' ? 'healthGoneText' : 'healthDisabledText')}</>;
  if (health.status !== 'failing')
    return (
      <>
        {say(
          (
            {
              unknown: 'healthUnknownText',
              healthy: 'healthHealthyText',
              off: 'healthOffText',
            } as const
          )[health.status],
        )}
      </>
    );
  const since = health.failing_since === null ? '' : time(health.failing_since);
  const end = health.disables_at === null ? '' : time(health.disables_at);
  return <>{say('healthFailingText', { since, end })}</>;
}

function SwitchOn({
  scope,
  settings,
  kinds,
}: {
  scope: Scope;
  settings: WebhookSettings;
  kinds: readonly EventKind[];
}) {
  const { say } = useWords();
  const switchOn = useMutation({
    mutationFn: () => putEndpoint(scope.path, { ...asSet(settings), enabled: true }, kinds),
    onSuccess: (set) => {
      queryClient.setQueryData(webhooksQuery(scope.path).queryKey, set);
      toast(say('endpointOn'));
    },
  });
  return (
    <div className="flex flex-col items-end gap-2">
      <Button look="primary" isPending={switchOn.isPending} onPress={() => switchOn.mutate()}>
        {say('switchOn')}
      </Button>
      <Trouble error={switchOn.error} />
    </div>
  );
}
