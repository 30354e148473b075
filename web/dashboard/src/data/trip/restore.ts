/**
 * A trip as the server knows it, so that a reload, another tab and whoever helps find it where it is:
 * by its booking, where its phone and the time stand, and the events that told of it.
 */
import { call, queryOf } from '../client.ts';
import type { BookingPage, BookingRow, EventPage, EventRow, SandboxClock } from '../types.ts';
import { onPhones, REFERENCE, SCENES, type Stand } from './scenes.ts';
import { USER, type Facts, type Step, type Trip } from './trip.ts';

/** Bookings that are looked through for one. */
const NEWEST = 100;

/** The newest one that was played; null: none is among the newest bookings, or it was cancelled. */
export async function readTrip(path: string): Promise<Trip | null> {
  const booking = await newestOf(path);
  if (booking === undefined || booking.status === 'CANCELLED') return null;
  const { id, booking_id: reference, package_queues: queues, departure_date: departs } = booking;
  const queueId = queues[0]?.id;
  if (queueId === undefined) return null;
  const found = await onPhones(path, queueId);
  const { now } = await call<SandboxClock>('GET', `${path}/sandbox/clock`);
  const departure = new Date(departs);
  const facts: Facts = {
    departure,
    bookingId: id,
    queueId,
    subjects: [id, queueId],
    ...(found === undefined
      ? {}
      : {
          iccid: found.phone.iccid,
          packageId: found.plan.id,
          subjects: [id, queueId, found.phone.id, found.plan.id],
        }),
  };
  const stand = { now: Date.parse(now), departure: departure.getTime(), ...found };
  return {
    user: reference!.slice(REFERENCE.length),
    destination: String(booking.package_specifications[0]?.destination ?? ''),
    steps: stepsOf(stand, await eventsOf(path, facts.subjects)),
    isPlaying: false,
    facts,
  };
}

type Booked = BookingRow & { package_queues: { id: string }[] };

async function newestOf(path: string): Promise<Booked | undefined> {
  const page = await call<BookingPage>(
    'GET',
    `${path}/bookings${queryOf({ kind: 'booking', limit: String(NEWEST) })}`,
  );
  return (page.bookings as Booked[]).find(({ booking_id: reference }) =>
    reference?.startsWith(REFERENCE + USER),
  );
}

/** Oldest first. */
async function eventsOf(path: string, subjects: readonly string[]): Promise<EventRow[]> {
  const pages = await Promise.all(
    subjects.map((q) => call<EventPage>('GET', `${path}/events${queryOf({ q, limit: '100' })}`)),
  );
  return pages.flatMap(({ events }) => events).sort((a, b) => (a.event_id < b.event_id ? -1 : 1));
}

/** Up to the first that is not done, whatever was done by hand behind it. */
function stepsOf(stand: Stand, events: readonly EventRow[]): Step[] {
  const isOpen = SCENES.findIndex((scene) => !scene.isDone(stand));
  const done = isOpen === -1 ? SCENES.length : isOpen;
  const places = events.map(placesOf(done));
  return SCENES.map(({ name }, at) => ({
    name,
    state: at < done ? 'done' : 'todo',
    events: at < done ? events.filter((_, i) => places[i] === at) : [],
    missing: [],
    error: null,
  }));
}

/**
 * Which step led to an event, of events in their order: the one that has to be told of it; others
 * came while nothing had to be told, or with what was told before.
 */
function placesOf(done: number): (event: EventRow) => number {
  let last = 0;
  return ({ event }) => {
    const own = SCENES.findIndex(({ expects }) => expects.includes(event));
    const isSilent = SCENES[last + 1]?.expects.length === 0 && last + 1 < done;
    last = own !== -1 ? own : isSilent ? last + 1 : last;
    return last;
  };
}
