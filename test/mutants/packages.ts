/** Packages by time, and messages of bookings that grow. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'the-windows-timer-is-late',
    bug: 'A package never used ends late where nothing is ever reported.',
    file: 'src/domain/esims/confirm-order.ts',
    text: 'dueAt: made!.activate_before,',
    broken: 'dueAt: new Date(made!.activate_before.getTime() + 86_400_000),',
    tests: ['flows/esim-state'],
  },
  {
    id: 'installed-again',
    bug: 'The day an eSIM was first on a device moves with every later state.',
    file: 'src/domain/esims/note-installation.sql',
    text: 'new.installed_at is null and new.status in',
    broken: 'new.status in',
    tests: ['flows/esim-state'],
  },
  {
    id: 'enabled-is-no-installation',
    bug: 'An eSIM whose installation was never reported counts as never installed.',
    file: 'src/domain/esims/note-installation.sql',
    text: "('INSTALLED', 'ENABLED', 'DISABLED')",
    broken: "('INSTALLED')",
    tests: ['flows/esim-state'],
  },
  {
    id: 'an-archived-esim-is-on-a-device',
    bug: 'A traveler whose eSIM was put away is told to have it installed.',
    file: 'src/domain/triggers/trigger-event-data.sql',
    text: 'and e.archived_at is null\n',
    broken: '\n',
    tests: ['flows/triggers'],
  },
  {
    id: 'the-claimer-is-not-named',
    bug: 'Departure events name for whom a code was booked, not who has it.',
    file: 'src/domain/triggers/trigger-event-data.sql',
    text: "coalesce(q.requested->>'email', c.claimed_email, c.recipient,",
    broken: "coalesce(q.requested->>'email', c.recipient,",
    tests: ['flows/code-standing'],
  },
  {
    id: 'expired-packages-stay-in-the-totals',
    bug: 'The dashboard shows data that ran out.',
    file: 'src/domain/esims/esim-view.ts',
    text: "    if (k.status === 'EXPIRED') continue;\n",
    broken: '',
    tests: ['flows/esim-state'],
  },
  {
    id: 'a-merge-sets-no-message-timer',
    bug: 'Whoever is added to a booking late is never written to.',
    file: 'src/domain/bookings/create-booking.sql',
    text: "insert into timers (partner_id, due_at, kind, subject_id) values (p_partner, v_now, 'message', v_id) on conflict do nothing;",
    broken: 'null;',
    tests: ['flows/schedules.test'],
  },
] satisfies Mutant[];
