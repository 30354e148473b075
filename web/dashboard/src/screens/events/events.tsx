/** What happened to bookings, codes and eSIMs, and whether the partner's endpoint knows. */
import { EVENTS } from '../../data/log.ts';
import type { EventRow } from '../../data/types.ts';
import type { Column, Filter } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { NextStep } from '../../lists/next-step.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { PhaseOf } from '../deliveries/phase.tsx';
import { useEventTypes } from '../deliveries/use-event-types.ts';
import { useResendBulk } from '../deliveries/use-resend.ts';

export function EventsScreen() {
  const { say } = useWords();
  return (
    <ListScreen
      list={EVENTS}
      shown={{
        title: say('events'),
        lead: say('eventsListLead'),
        columns: columnsOf(say),
        filters: filtersOf(say, useEventTypes()),
        below: (row) => (
          <>
            <PhaseOf delivery={row.delivery} />
            <span className="font-mono text-xs">{row.entity_id}</span>
            <Moment at={row.timestamp} />
          </>
        ),
        bulk: useResendBulk(),
        empty: (
          <NextStep
            title={say('eventsNone')}
            text={say('eventsNoneText')}
            command="npx hubby listen --forward-to http://localhost:8000/hubby"
          />
        ),
      }}
    />
  );
}

const columnsOf = (say: Words['say']): Column<EventRow>[] => [
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
    name: 'entity',
    text: say('about'),
    from: 'middle',
    className: 'text-muted',
    show: ({ entity_id: id }) => <span className="font-mono text-xs">{id}</span>,
  },
  {
    name: 'delivery',
    text: say('delivery'),
    from: 'narrow',
    show: ({ delivery }) => <PhaseOf delivery={delivery} />,
  },
  {
    name: 'at',
    text: say('when'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ timestamp: at }) => <Moment at={at} />,
  },
];

const filtersOf = (say: Words['say'], types: readonly string[]): Filter[] => [
  {
    kind: 'choices',
    name: 'type',
    label: say('event'),
    options: types.map((type) => [type, type]),
  },
  { kind: 'text', name: 'q', label: say('eventOrSubject') },
  { kind: 'range', name: 'since', label: say('period') },
];
