/** What the partner's programs asked of the API, and what it answered. */
import { useQuery } from '@tanstack/react-query';
import { keyLabelsQuery, knownErrorsQuery, REQUESTS, type KnownErrors } from '../../data/log.ts';
import type { RequestRow } from '../../data/types.ts';
import type { Column, Filter, View } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { NextStep } from '../../lists/next-step.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Moment } from '../../ui/moment.tsx';
import { useWords, type Words } from '../../words.tsx';
import { Status } from './status.tsx';

type Labels = ReadonlyMap<string, string>;
const NONE: Labels = new Map();
const NO_ERRORS: KnownErrors = { types: [], operations: [] };

export function useKeyLabels(): Labels {
  return useQuery(keyLabelsQuery(useScope().path)).data ?? NONE;
}

export function RequestsScreen() {
  const { say, locale } = useWords();
  const labels = useKeyLabels();
  const known = useQuery(knownErrorsQuery(useScope().path)).data ?? NO_ERRORS;
  return (
    <ListScreen
      list={REQUESTS}
      shown={{
        title: say('requests'),
        lead: say('requestsLead'),
        columns: columnsOf(say, locale, labels),
        filters: filtersOf(say, labels, known),
        views: viewsOf(say),
        below: (row) => (
          <>
            {row.error_type !== null && <span>{row.error_type}</span>}
            <Moment at={row.at} />
          </>
        ),
        empty: (
          <NextStep
            title={say('requestsNone')}
            text={say('requestsNoneText')}
            command={
              'npx hubby sign GET /api/destinations | curl -s -H @- "$HUBBY_URL/api/destinations"'
            }
          />
        ),
      }}
    />
  );
}

const columnsOf = (say: Words['say'], locale: string, labels: Labels): Column<RequestRow>[] => [
  {
    name: 'request',
    text: say('request'),
    show: ({ method, path, status }) => (
      <span className="flex min-w-0 items-center gap-2">
        <Status code={status} />
        <span className="min-w-0 font-mono text-xs break-all">
          <span className="font-semibold">{method}</span> {path}
        </span>
      </span>
    ),
  },
  {
    name: 'error',
    text: say('errorType'),
    from: 'narrow',
    className: 'text-muted',
    show: ({ error_type: type }) => type,
  },
  {
    name: 'key',
    text: say('apiKey'),
    from: 'wide',
    className: 'text-muted max-w-48',
    show: ({ key_id: id }) => (id === null ? null : (labels.get(id) ?? id)),
  },
  {
    name: 'duration',
    text: say('duration'),
    from: 'middle',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ duration_ms: ms }) => durationText(ms, locale),
  },
  {
    name: 'at',
    text: say('when'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ at }) => <Moment at={at} />,
  },
];

export const durationText = (ms: number, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: ms < 10 ? 1 : 0,
  }).format(ms);

function filtersOf(say: Words['say'], labels: Labels, known: KnownErrors): Filter[] {
  return [
    {
      kind: 'choice',
      name: 'status',
      label: say('status'),
      options: [
        ['success', say('statusSuccess')],
        ['error', say('statusError')],
        ['client_error', say('statusClient')],
        ['server_error', say('statusServer')],
      ],
    },
    { kind: 'text', name: 'code', label: say('statusCode') },
    { kind: 'text', name: 'error_type', label: say('errorType'), known: known.types },
    { kind: 'text', name: 'operation', label: say('operation'), known: known.operations },
    { kind: 'choice', name: 'key', label: say('apiKey'), options: [...labels] },
    { kind: 'text', name: 'request_id', label: say('requestIdFilter') },
    { kind: 'range', name: 'since', label: say('period') },
  ];
}

const viewsOf = (say: Words['say']): View[] => [
  { name: say('statusError'), search: { status: 'error' } },
  { name: say('statusServer'), search: { status: 'server_error' } },
];
