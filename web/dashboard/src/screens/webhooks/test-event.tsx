/** One event of the catalogue's example, now: what the endpoint answered. */
import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import type { SentTest } from '../../data/types.ts';
import type { EventKind } from '../../data/webhooks.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy.tsx';
import { Choice } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Badge, Notice, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function TestEvent({ scope, kinds }: { scope: Scope; kinds: readonly EventKind[] }) {
  const { say } = useWords();
  const [event, setEvent] = useState(kinds[0]?.event ?? '');
  const send = useMutation({
    mutationFn: () => call<SentTest>('POST', `${scope.path}/webhooks/test`, { event }),
  });
  return (
    <Section title={say('testEvent')} lead={say('testEventLead')}>
      <Card className="flex flex-col gap-4 p-4">
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-56">
            <Choice
              label={say('testEventKind')}
              value={event}
              onChange={({ target }) => setEvent(target.value)}
              options={kinds.map((kind) => [kind.event, kind.event] as const)}
            />
          </div>
          <Button isPending={send.isPending} onPress={() => send.mutate()}>
            <Send size={14} aria-hidden />
            {say('sendTest')}
          </Button>
        </div>
        <Trouble error={send.error} />
        <div aria-live="polite" className="empty:-mt-4">
          {send.data !== undefined && <Answer sent={send.data} />}
        </div>
      </Card>
    </Section>
  );
}

function Answer({ sent: { event_id: id, delivery } }: { sent: SentTest }) {
  const { say, locale } = useWords();
  if (delivery === null)
    return (
      <Notice tone="plain">
        <p>{say('testNotSent')}</p>
        <CopyText text={id} />
      </Notice>
    );
  const isTaken = delivery.state === 'delivered';
  const ms = new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond' });
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={isTaken ? 'good' : 'danger'}>
          {say(isTaken ? 'testTaken' : 'testRefused')}
        </Badge>
        {delivery.status_code !== null && (
          <span className="font-mono text-sm">HTTP {delivery.status_code}</span>
        )}
        <span className="text-sm text-muted">{ms.format(delivery.duration_ms)}</span>
        <CopyText text={id} />
      </p>
      {delivery.error !== null && <p className="text-danger">{delivery.error}</p>}
      <p className="text-sm font-medium">{say('testAnswer')}</p>
      <pre className="max-h-64 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs leading-5 break-all whitespace-pre-wrap">
        {delivery.response_body === null || delivery.response_body === ''
          ? say('testAnswerEmpty')
          : delivery.response_body}
      </pre>
    </div>
  );
}
