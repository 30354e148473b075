/** One event: its data, and how its delivery went. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { eventQuery } from '../../data/log.ts';
import type { EventDetails } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { CopyText } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Ago } from '../../ui/moment.tsx';
import { Badge, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { LastAnswer } from '../deliveries/last-answer.tsx';
import { Phase } from '../deliveries/phase.tsx';
import { useRefreshed } from '../deliveries/use-refreshed.ts';
import { useResendOne } from '../deliveries/use-resend.ts';

export function EventPanel() {
  const { say } = useWords();
  const { path, may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const event = useQuery(eventQuery(path, id));
  const resend = useResendOne(id);
  useRefreshed(path, eventQuery(path, id).queryKey);
  const { data } = event;
  return (
    <Panel
      title={data?.event ?? say('event')}
      heading={data?.event}
      of={say('events')}
      actions={
        <>
          {may('bodies.read') && <RevealSwitch where={`events/${id}`} />}
          {may('keys.manage') && data !== undefined && (
            <Button isPending={resend.isPending} onPress={() => resend.mutate()}>
              <RotateCw size={14} aria-hidden />
              {say('resend')}
            </Button>
          )}
        </>
      }
      error={event.error}
      onRetry={() => void event.refetch()}
      isPending={event.isPending}
    >
      <Trouble error={resend.error} />
      {data !== undefined && <Details event={data} />}
    </Panel>
  );
}

function Details({ event }: { event: EventDetails }) {
  const { say, exactly } = useWords();
  const { partner } = useParams({ strict: false });
  const subject = event.entity_id;
  return (
    <>
      <Facts
        facts={[
          [
            say('when'),
            <time key="at" dateTime={event.timestamp}>
              {exactly(event.timestamp)}
            </time>,
          ],
          [say('eventId'), <CopyText key="id" text={event.event_id} />],
          [
            say('about'),
            <span key="about" className="contents">
              <CopyText text={subject} />
              <TextLink to="/p/$partner/events" params={{ partner }} search={{ q: subject }}>
                {say('allOfThis')}
              </TextLink>
            </span>,
          ],
          event.is_test ? [say('kind'), <Badge key="kind">{say('test')}</Badge>] : null,
        ]}
      />
      <Delivery event={event} />
      <PanelPart title={say('eventData')}>
        <Code
          label={say('eventData')}
          text={JSON.stringify(event.data)}
          isJson
          note={event.is_masked ? say('bodyMasked') : undefined}
        />
      </PanelPart>
    </>
  );
}

function Delivery({ event: { delivery, event_id: id } }: { event: EventDetails }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  return (
    <PanelPart title={say('delivery')}>
      {delivery === null ? (
        <p className="text-muted">{say('phaseNoneText')}</p>
      ) : (
        <>
          <Facts
            facts={[
              [
                say('state'),
                <Phase key="state" state={delivery.state} attempts={delivery.attempt_count} />,
              ],
              [say('lastAnswer'), <LastAnswer key="last" attempt={delivery.last_attempt} />],
              delivery.next_attempt_at === null
                ? null
                : [say('nextAttempt'), <Ago key="next" at={delivery.next_attempt_at} />],
            ]}
          />
          <TextLink to="/p/$partner/deliveries/$id" params={{ partner, id }}>
            {say('showAttempts')}
          </TextLink>
        </>
      )}
    </PanelPart>
  );
}
