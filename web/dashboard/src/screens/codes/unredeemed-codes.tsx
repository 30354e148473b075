/** Codes that nobody redeemed, of bookings and batches alike: whichever ends first comes first. */
import { useParams } from '@tanstack/react-router';
import { ENDING_SOON, UNREDEEMED_CODES } from '../../data/codes.ts';
import type { ListPath } from '../../data/lists.ts';
import type { UnredeemedCode } from '../../data/types.ts';
import type { Column, Filter } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Moment } from '../../ui/moment.tsx';
import { Badge, Empty } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { STATES } from './states.ts';

const SPANS = ['7', ENDING_SOON['ends_within_days']!, '30', '90'];

export function UnredeemedCodesScreen() {
  const words = useWords();
  const { say } = words;
  const { partner } = useParams({ strict: false }) as { partner: string };
  return (
    <ListScreen
      list={UNREDEEMED_CODES}
      shown={{
        title: say('unredeemedCodes'),
        lead: say('unredeemedCodesLead'),
        columns: columnsOf(words),
        filters: filtersOf(say),
        views: [{ name: say('endingSoon'), search: ENDING_SOON }],
        hasCsv: useScope().may('bookings.act'),
        more: say('more'),
        below: (row) => (
          <>
            <State state={row.state} />
            {row.promo_code !== null && <span className="font-mono text-xs">{row.promo_code}</span>}
            <span>{forWhat(row, say)}</span>
            <span>{say('goodUntil', { when: words.day(row.valid_until) })}</span>
          </>
        ),
        leadsTo: (row) => ({ ...whereOf(row, partner), search: {} }),
        empty: <Empty title={say('unredeemedNone')}>{say('unredeemedNoneText')}</Empty>,
      }}
    />
  );
}

/** To what it was made with; one that the operator imported stands nowhere. */
const whereOf = (
  { booking, batch }: UnredeemedCode,
  partner: string,
): { to: ListPath | `${ListPath}/$id`; params: Record<string, string> } =>
  booking !== null
    ? { to: '/p/$partner/bookings/$id', params: { partner, id: booking.id } }
    : batch !== null
      ? { to: '/p/$partner/codes/$id', params: { partner, id: batch.id } }
      : { to: '/p/$partner/codes', params: { partner } };

const nameOf = ({ booking, batch }: UnredeemedCode, say: Words['say']): string =>
  batch?.name ?? booking?.reference ?? booking?.id ?? say('codesImported');

/** `1GB · Greece · 30 days` */
const forWhat = (row: UnredeemedCode, say: Words['say']): string =>
  [
    row.package_size ?? row.package_id,
    row.destination ?? say('codesAnywhere'),
    row.package_duration === null ? null : say('days', { count: row.package_duration }),
  ]
    .filter(Boolean)
    .join(' · ');

function State({ state }: { state: UnredeemedCode['state'] }) {
  const { say } = useWords();
  const [text, tone] = STATES[state];
  return <Badge tone={tone}>{say(text)}</Badge>;
}

const columnsOf = ({ say }: Words): Column<UnredeemedCode>[] => [
  {
    name: 'of',
    text: say('unredeemedOf'),
    show: (row) => <span className="font-medium break-words">{nameOf(row, say)}</span>,
  },
  {
    name: 'code',
    text: say('oneCode'),
    from: 'middle',
    show: ({ promo_code: code }) => <span className="font-mono text-xs">{code ?? '–'}</span>,
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: ({ state }) => <State state={state} />,
  },
  { name: 'for', text: say('codesFor'), from: 'wide', show: (row) => forWhat(row, say) },
  {
    name: 'until',
    text: say('codesUntil'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap tabular-nums',
    show: ({ valid_until: at }) => <Moment at={at} />,
  },
];

const filtersOf = (say: Words['say']): Filter[] => [
  {
    kind: 'choice',
    name: 'ends_within_days',
    label: say('endsWithin'),
    options: SPANS.map((days) => [days, say('days', { count: Number(days) })]),
  },
];
