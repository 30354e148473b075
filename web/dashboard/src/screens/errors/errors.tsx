/** What goes wrong, most often first: by kind of error and by route. */
import { ERRORS } from '../../data/log.ts';
import type { ErrorGroup } from '../../data/types.ts';
import type { Column } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { OutLink } from '../../ui/link.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Empty } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { Status } from '../requests/status.tsx';

export function ErrorsScreen() {
  const { say, locale } = useWords();
  return (
    <ListScreen
      list={ERRORS}
      shown={{
        title: say('errors'),
        lead: say('errorsLead'),
        hasCsv: false,
        columns: columnsOf(say, locale),
        filters: [{ kind: 'range', name: 'since', label: say('period') }],
        views: [
          { name: say('lastHours', { count: 24 }), search: { since: '24h' } },
          { name: say('lastDays', { count: 30 }), search: { since: '30d' } },
        ],
        below: (row) => (
          <>
            <Route {...row} />
            <span>{say('times', { count: row.count })}</span>
            <Moment at={row.last_at} />
          </>
        ),
        leadsTo: ({ error_type: type, operation_id: operation, status }, search) => ({
          to: '/p/$partner/requests',
          search: {
            code: String(status),
            ...(operation === null ? {} : { operation }),
            ...(type === null ? {} : { error_type: type }),
            ...search,
          },
        }),
        empty: <Empty title={say('errorsNone')}>{say('errorsNoneText')}</Empty>,
      }}
    />
  );
}

const Route = ({ method, route }: ErrorGroup) => (
  <span className="font-mono text-xs break-all">
    {method} {route}
  </span>
);

const columnsOf = (say: Words['say'], locale: string): Column<ErrorGroup>[] => [
  {
    name: 'type',
    text: say('errorType'),
    show: ({ error_type: type, status }) => (
      <span className="flex items-center gap-2">
        <Status code={status} />
        <span className="min-w-0 font-medium break-all">{type ?? say('errorUnnamed')}</span>
      </span>
    ),
  },
  { name: 'route', text: say('route'), from: 'narrow', show: (row) => <Route {...row} /> },
  {
    name: 'count',
    text: say('count'),
    from: 'narrow',
    className: 'text-end! tabular-nums',
    show: ({ count }) => new Intl.NumberFormat(locale).format(count),
  },
  {
    name: 'first',
    text: say('firstSeen'),
    from: 'wide',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ first_at: at }) => <Moment at={at} />,
  },
  {
    name: 'last',
    text: say('lastSeenAt'),
    from: 'middle',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ last_at: at }) => <Moment at={at} />,
  },
  {
    name: 'doc',
    text: say('documentation'),
    from: 'middle',
    className: 'whitespace-nowrap',
    show: ({ doc_url: doc }) => doc !== null && <OutLink href={doc}>{say('errorDoc')}</OutLink>,
  },
];
