/** One delivery: what was sent, every attempt, and once more. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { deliveryQuery } from '../../data/log.ts';
import type { Attempt, DeliveryDetails } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { CopyText } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Ago, Exactly, Moment } from '../../ui/moment.tsx';
import { Badge, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { durationText } from '../requests/requests.tsx';
import { Status } from '../requests/status.tsx';
import { Phase } from './phase.tsx';
import { useRefreshed } from './use-refreshed.ts';
import { useResendOne } from './use-resend.ts';

export function DeliveryPanel() {
  const { say } = useWords();
  const { path, may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const delivery = useQuery(deliveryQuery(path, id));
  const resend = useResendOne(id);
  useRefreshed(path, deliveryQuery(path, id).queryKey);
  const { data } = delivery;
  return (
    <Panel
      title={data?.event ?? say('delivery')}
      heading={data?.event}
      of={say('deliveries')}
      actions={
        <>
          {may('bodies.read') && <RevealSwitch where={`deliveries/${id}`} />}
          {may('keys.manage') && data !== undefined && (
            <Button isPending={resend.isPending} onPress={() => resend.mutate()}>
              <RotateCw size={14} aria-hidden />
              {say('resend')}
            </Button>
          )}
        </>
      }
      error={delivery.error}
      onRetry={() => void delivery.refetch()}
      isPending={delivery.isPending}
    >
      <Trouble error={resend.error} />
      {data !== undefined && <Details delivery={data} />}
    </Panel>
  );
}

function Details({ delivery }: { delivery: DeliveryDetails }) {
  const { say } = useWords();
  const { attempts, sent } = delivery;
  return (
    <>
      <Summary delivery={delivery} />
      <PanelPart title={say('attempts')}>
        {attempts.length === 0 ? (
          <p className="text-muted">{say('noAttempt')}</p>
        ) : (
          <ol className="flex flex-col">
            {attempts.toReversed().map((attempt) => (
              <AttemptOf key={attempt.number} attempt={attempt} />
            ))}
          </ol>
        )}
      </PanelPart>
      <PanelPart title={say('sentBody')}>
        <Code
          label={say('sentBody')}
          text={sent.body}
          isJson
          note={sent.is_masked ? say('bodyMasked') : undefined}
        />
      </PanelPart>
      <PanelPart title={say('sentHeaders')}>
        <Code
          label={say('sentHeaders')}
          text={Object.entries(sent.headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n')}
          note={say('sentHeadersHint')}
        />
      </PanelPart>
    </>
  );
}

function Summary({ delivery }: { delivery: DeliveryDetails }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  const { event_id: id, next_attempt_at: next } = delivery;
  return (
    <Facts
      facts={[
        [
          say('state'),
          <span key="state" className="inline-flex flex-wrap gap-x-2">
            <Phase state={delivery.state} attempts={delivery.attempt_count} />
            {delivery.is_test && <Badge>{say('test')}</Badge>}
          </span>,
        ],
        next === null ? null : [say('nextAttempt'), <Ago key="next" at={next} />],
        [say('when'), <Exactly key="at" at={delivery.created_at} />],
        [
          say('event'),
          <span key="event" className="contents">
            <CopyText text={id} />
            <TextLink to="/p/$partner/events/$id" params={{ partner, id }}>
              {say('showEvent')}
            </TextLink>
          </span>,
        ],
      ]}
    />
  );
}

/** Of a line that goes from one to the next. */
function AttemptOf({ attempt }: { attempt: Attempt }) {
  const { say, locale } = useWords();
  const { status_code: code, error, response_body: body } = attempt;
  const isGood = code !== null && code >= 200 && code < 300;
  return (
    <li className="relative flex flex-col gap-1.5 border-s border-line ps-4 pb-4 last:border-transparent last:pb-0">
      <span
        aria-hidden
        className={`absolute -start-[5px] top-1.5 size-2.5 rounded-full ${isGood ? 'bg-good' : 'bg-danger'}`}
      />
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">{say('attemptNumber', { number: attempt.number })}</span>
        {code !== null && <Status code={code} />}
        <span className="text-sm text-muted tabular-nums">
          {durationText(attempt.duration_ms, locale)}
        </span>
        <span className="text-sm text-muted">
          <Moment at={attempt.attempted_at} />
        </span>
      </p>
      {error !== null && <p className="text-danger">{error}</p>}
      <p className="font-mono text-xs break-all text-muted">{attempt.url}</p>
      {body !== null && body !== '' && (
        <Code
          label={say('answerOf', { number: attempt.number })}
          text={body}
          isJson
          note={say('answer')}
        />
      )}
    </li>
  );
}
