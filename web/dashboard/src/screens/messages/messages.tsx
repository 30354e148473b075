/** What went out to travelers, and how it went. */
import { CHANNELS, MESSAGES } from '../../data/messages.ts';
import type { MessageItem } from '../../data/types.ts';
import type { Column, Filter, View } from '../../lists/list.ts';
import { madeFilters } from '../../lists/made-filters.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Empty } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { KIND_NAMES, kindText, MessageStatusBadge, STATUS_OPTIONS } from './message-status.tsx';

export function MessagesScreen() {
  const { say } = useWords();
  return (
    <ListScreen
      list={MESSAGES}
      shown={{
        title: say('messages'),
        lead: say('messagesLead'),
        columns: columnsOf(say),
        filters: filtersOf(say),
        views: viewsOf(say),
        hasCsv: false,
        actions: <RevealSwitch where="messages" />,
        below: (row) => (
          <>
            <MessageStatusBadge status={row.status} />
            <span className="break-all">{row.to}</span>
            <Moment at={row.created_at} />
          </>
        ),
        empty: <Empty title={say('messagesNone')}>{say('messagesNoneText')}</Empty>,
      }}
    />
  );
}

const columnsOf = (say: Words['say']): Column<MessageItem>[] => [
  {
    name: 'kind',
    text: say('kind'),
    show: ({ kind }) => <span className="font-medium">{kindText(kind, say)}</span>,
  },
  {
    name: 'status',
    text: say('status'),
    from: 'narrow',
    show: ({ status }) => <MessageStatusBadge status={status} />,
  },
  {
    name: 'to',
    text: say('mailTo'),
    from: 'middle',
    className: 'text-muted',
    show: ({ to }) => <span className="break-all">{to}</span>,
  },
  {
    name: 'locale',
    text: say('language'),
    from: 'wide',
    className: 'text-muted',
    show: ({ locale }) => locale,
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
  { kind: 'choice', name: 'status', label: say('status'), options: STATUS_OPTIONS(say) },
  {
    kind: 'choice',
    name: 'kind',
    label: say('kind'),
    options: KIND_NAMES.map((kind) => [kind, kindText(kind, say)]),
  },
  { kind: 'choice', name: 'channel', label: say('channelWay'), options: Object.entries(CHANNELS) },
  ...madeFilters(say),
];

const viewsOf = (say: Words['say']): View[] => [
  { name: say('mailBounced'), search: { status: 'bounced' } },
  { name: say('mailSkipped'), search: { status: 'skipped' } },
  { name: say('mailFailed'), search: { status: 'failed' } },
];
