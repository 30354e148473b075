/** One booking: for whom, which bundles it led to and why, at which price, and its end. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bookingQuery } from '../../data/people.ts';
import type { BookingDetails } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Exactly } from '../../ui/moment.tsx';
import { useWords } from '../../words.tsx';
import { CancelBooking } from './cancel-booking.tsx';
import { Entry } from './entry.tsx';
import { BookingState } from './state.tsx';

export function BookingPanel() {
  const { say } = useWords();
  const { path, may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const booking = useQuery(bookingQuery(path, id));
  const { data } = booking;
  const name = data?.booking.booking_id ?? id;
  return (
    <Panel
      title={name}
      heading={<span className="break-all">{name}</span>}
      of={say('bookings')}
      actions={
        <>
          <RevealSwitch where={`bookings/${id}`} />
          {may('bookings.act') && data?.booking.status === 'CONFIRMED' && (
            <CancelBooking id={id} name={name} />
          )}
        </>
      }
      error={booking.error}
      onRetry={() => void booking.refetch()}
      isPending={booking.isPending}
    >
      {data !== undefined && <Details {...data} />}
    </Panel>
  );
}

function Details({ booking, entries }: BookingDetails) {
  const { say } = useWords();
  const { may } = useScope();
  const { partner } = useParams({ strict: false });
  return (
    <>
      <Facts
        facts={[
          [say('state'), <BookingState key="state" status={booking.status} />],
          [say('departure'), booking.departure_date],
          booking.return_date === null ? null : [say('return'), booking.return_date],
          booking.email === null ? null : [say('email'), booking.email],
          [say('bookedAt'), <Exactly key="at" at={booking.created_at} />],
          [say('bookingId'), <CopyText key="id" text={booking.id} />],
        ]}
      />
      <PanelPart title={say('plans')}>
        <ul className="flex flex-col gap-2">
          {entries.map((entry) => (
            <Entry key={entry.uuid} entry={entry} />
          ))}
        </ul>
      </PanelPart>
      {may('logs.read') && (
        <TextLink to="/p/$partner/events" params={{ partner }} search={{ q: booking.id }}>
          {say('itsEvents')}
        </TextLink>
      )}
    </>
  );
}
