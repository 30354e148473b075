/** Departure triggers. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'triggers-of-cancelled-bookings',
    bug: 'A cancelled booking is told to depart.',
    file: 'src/domain/bookings/triggers/fire-booking-triggers.sql',
    text: 'where k.cancelled_at is null\n',
    broken: '\n',
    tests: ['flows/triggers'],
  },
  {
    id: 'triggers-at-departure',
    bug: 'A trigger fires though the trip has begun.',
    file: 'src/domain/bookings/triggers/fire-booking-triggers.sql',
    text: 'x.due_at <= b.at and x.ends_at > b.at',
    broken: 'x.due_at <= b.at and x.ends_at >= b.at',
    tests: ['flows/triggers'],
  },
  {
    id: 'triggers-after-their-instant-only',
    bug: 'A trigger that is looked at when it is due does not fire.',
    file: 'src/domain/bookings/triggers/fire-booking-triggers.sql',
    text: 'where x.due_at <= b.at and',
    broken: 'where x.due_at < b.at and',
    tests: ['flows/triggers'],
  },
  {
    id: 'triggers-fire-twice',
    bug: 'A departure that is moved away and back fires its triggers again.',
    file: 'src/domain/bookings/triggers/fire-booking-triggers.sql',
    text: 'continue when not found;',
    broken: '',
    tests: ['flows/triggers'],
  },
  {
    id: 'triggers-in-the-wrong-order',
    bug: 'Of two triggers that are due at once the later one is told first.',
    file: 'src/domain/bookings/triggers/fire-booking-triggers.sql',
    text: 'order by x.due_at, r.n',
    broken: 'order by x.due_at desc, r.n desc',
    tests: ['flows/triggers'],
  },
  {
    id: 'no-next-trigger',
    bug: 'After the first trigger nobody looks for the second.',
    file: 'src/domain/bookings/triggers/fire-booking-triggers.sql',
    text: 'where x.due_at > b.at and',
    broken: 'where x.due_at < b.at and',
    tests: ['flows/triggers'],
  },
  {
    id: 'an-archived-esim-is-installed',
    bug: 'A traveler whose eSIM was archived seems to have one installed.',
    file: 'src/domain/bookings/triggers/trigger-event-data.sql',
    text: ' and e.archived_at is null',
    broken: '',
    tests: ['flows/triggers'],
  },
  {
    id: 'one-installed-is-all-installed',
    bug: 'A booking seems ready though one of its travelers is not.',
    file: 'src/domain/bookings/triggers/trigger-event-data.sql',
    text: 'bool_and(w.installed)',
    broken: 'bool_or(w.installed)',
    tests: ['flows/triggers'],
  },
] satisfies Mutant[];
