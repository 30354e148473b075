/** What travelers of all partners ask; those that partners have passed on wait for the operator. */
import { SUPPORT } from '../../../data/operator/orders.ts';
import type { SupportRequest } from '../../../data/types.ts';
import type { Column, Filter } from '../../../lists/list.ts';
import { ListScreen } from '../../../lists/list-screen.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Empty } from '../../../ui/said.tsx';
import { useWords, type Words } from '../../../words.tsx';
import { SUPPORT_STATUSES, SupportState, supportStatusText } from './state.tsx';

export function SupportScreen() {
  const { say } = useWords();
  return (
    <ListScreen
      list={SUPPORT}
      shown={{
        title: say('supportQueue'),
        lead: say('supportQueueLead'),
        columns: columnsOf(say),
        filters: filtersOf(say),
        views: [{ name: say('supportEscalated'), search: { status: 'escalated' } }],
        below: (row) => (
          <>
            <SupportState status={row.status} />
            <Moment at={row.created_at} />
          </>
        ),
        empty: <Empty title={say('supportNone')}>{say('supportNoneText')}</Empty>,
      }}
    />
  );
}

const columnsOf = (say: Words['say']): Column<SupportRequest>[] => [
  {
    name: 'subject',
    text: say('supportSubject'),
    show: ({ subject }) => <span className="font-medium break-words">{subject}</span>,
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: ({ status }) => <SupportState status={status} />,
  },
  {
    name: 'partner',
    text: say('itsPartner'),
    from: 'wide',
    className: 'text-muted break-words',
    show: ({ partner }) => partner,
  },
  {
    name: 'at',
    text: say('when'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ created_at: at }) => <Moment at={at} />,
  },
];

const filtersOf = (say: Words['say']): Filter[] => [
  {
    kind: 'choice',
    name: 'status',
    label: say('state'),
    options: SUPPORT_STATUSES.map((status) => [status, say(supportStatusText(status))]),
  },
  { kind: 'text', name: 'partner_id', label: say('operatorPartnerId') },
];
