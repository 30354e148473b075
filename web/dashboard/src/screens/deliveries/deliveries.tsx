/** What was posted to the partner's endpoint, and how that went. */
import { DELIVERIES } from '../../data/log.ts';
import type { DeliveryRow } from '../../data/types.ts';
import type { Column, Filter, View } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { NextStep } from '../../lists/next-step.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Ago, Moment } from '../../ui/moment.tsx';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { LastAnswer } from './last-answer.tsx';
import { Phase, PHASES, phaseText } from './phase.tsx';
import { ResendMany } from './resend-many.tsx';
import { useEventTypes } from './use-event-types.ts';
import { useResendBulk } from './use-resend.ts';

export function DeliveriesScreen() {
  const { say } = useWords();
  const { may } = useScope();
  return (
    <ListScreen
      list={DELIVERIES}
      shown={{
        title: say('deliveries'),
        lead: say('deliveriesLead'),
        columns: columnsOf(say),
        filters: filtersOf(say, useEventTypes()),
        views: viewsOf(say),
        below: (row) => (
          <>
            <Phase state={row.state} attempts={row.attempt_count} />
            <LastAnswer attempt={row.last_attempt} />
            <Moment at={row.created_at} />
          </>
        ),
        bulk: useResendBulk(),
        actions: may('keys.manage') && <ResendMany />,
        empty: (
          <NextStep
            title={say('deliveriesNone')}
            text={say('deliveriesNoneText')}
            command="npx hubby webhooks set --to https://api.example.com/hubby"
          />
        ),
      }}
    />
  );
}

const columnsOf = (say: Words['say']): Column<DeliveryRow>[] => [
  {
    name: 'event',
    text: say('event'),
    show: ({ event, is_test: isTest }) => (
      <span className="flex flex-wrap items-center gap-x-2 font-medium">
        {event}
        {isTest && <Badge>{say('test')}</Badge>}
      </span>
    ),
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: (row) => <Phase state={row.state} attempts={row.attempt_count} />,
  },
  {
    name: 'answer',
    text: say('lastAnswer'),
    from: 'narrow',
    className: 'text-muted',
    show: (row) => <LastAnswer attempt={row.last_attempt} />,
  },
  {
    name: 'attempts',
    text: say('attempts'),
    from: 'middle',
    className: 'text-end! tabular-nums text-muted',
    show: ({ attempt_count: count }) => count,
  },
  {
    name: 'next',
    text: say('nextAttempt'),
    from: 'wide',
    className: 'text-end! whitespace-nowrap text-muted',
    show: ({ next_attempt_at: at }) => at !== null && <Ago at={at} />,
  },
  {
    name: 'created',
    text: say('when'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ created_at: at }) => <Moment at={at} />,
  },
];

const filtersOf = (say: Words['say'], types: readonly string[]): Filter[] => [
  {
    kind: 'choice',
    name: 'state',
    label: say('state'),
    options: PHASES.map((phase) => [phase, phaseText(phase, say)]),
  },
  {
    kind: 'choices',
    name: 'type',
    label: say('event'),
    options: types.map((type) => [type, type]),
  },
  { kind: 'text', name: 'event_id', label: say('eventId') },
];

const viewsOf = (say: Words['say']): View[] => [
  { name: say('phaseExhausted'), search: { state: 'exhausted' } },
  { name: say('phasePending'), search: { state: 'pending' } },
];
