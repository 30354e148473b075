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
