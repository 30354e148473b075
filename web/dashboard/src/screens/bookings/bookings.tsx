/** What the partner's systems booked, newest first. */
import { useParams } from '@tanstack/react-router';
import { BOOKINGS } from '../../data/people.ts';
import type { BookingRow } from '../../data/types.ts';
import type { Column, Filter } from '../../lists/list.ts';
import { madeFilters } from '../../lists/made-filters.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { NextStep } from '../../lists/next-step.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { TextLink } from '../../ui/link.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useWords, type Words } from '../../words.tsx';
import { BOOKING_STATUSES, BookingState, bookingStateText } from './state.tsx';

export function BookingsScreen() {
  const { say } = useWords();
  const { may } = useScope();
  const { partner } = useParams({ strict: false });
  return (
    <ListScreen
      list={BOOKINGS}
      shown={{
        title: say('bookings'),
        lead: say('bookingsLead'),
        columns: columnsOf(say),
        filters: filtersOf(say),
        hasCsv: may('bookings.act'),
        actions: (
          <>
            {may('bookings.act') && (
              <TextLink to="/p/$partner/imports" params={{ partner }}>
                {say('imports')}
              </TextLink>
            )}
            <RevealSwitch where="bookings" />
          </>
        ),
        below: (row) => (
          <>
            <BookingState status={row.status} />
            <span>{whatOf(row)}</span>
            <Moment at={row.created_at} />
          </>
        ),
        empty: (
          <NextStep
            title={say('bookingsNone')}
            text={say('bookingsNoneText')}
            command="npx hubby demo"
          />
        ),
      }}
    />
  );
}

/** `1GB Greece, 3GB Italy +2` */
function whatOf({ package_specifications: entries }: BookingRow): string {
  const said = entries.map(({ size, destination }) =>
    [size, [destination ?? []].flat().join(' + ')].filter(Boolean).join(' '),
  );
  const more = said.length - 2;
  return said.slice(0, 2).join(', ') + (more > 0 ? ` +${more}` : '');
}

const columnsOf = (say: Words['say']): Column<BookingRow>[] => [
  {
    name: 'reference',
    text: say('reference'),
    show: ({ booking_id: reference, id }) =>
      reference === null ? (
        <span className="font-mono text-xs text-muted">{id}</span>
      ) : (
        <span className="font-medium">{reference}</span>
      ),
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: ({ status }) => <BookingState status={status} />,
  },
  { name: 'what', text: say('plans'), from: 'middle', show: whatOf },
  {
    name: 'departure',
    text: say('departure'),
    from: 'wide',
    className: 'whitespace-nowrap tabular-nums',
    show: ({ departure_date: date }) => date.slice(0, 10),
  },
  {
    name: 'at',
    text: say('bookedAt'),
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
    options: BOOKING_STATUSES.map((status) => [status, bookingStateText(status, say)]),
  },
  { kind: 'text', name: 'booking_id', label: say('reference') },
  { kind: 'range', name: 'since', label: say('departure'), hasSpans: false },
  ...madeFilters(say),
  {
    kind: 'choice',
    name: 'kind',
    label: say('bookingKind'),
    options: [
      ['booking', say('kindBooking')],
      ['topup', say('kindTopup')],
      ['purchase', say('kindPurchase')],
    ],
  },
];
