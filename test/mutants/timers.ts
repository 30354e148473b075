/** What falls due, and moving clocks. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'workers-look-at-a-moving-clock',
    bug: 'Workers look for timers of a partner whose clock is being moved.',
    file: 'src/db/due-work/lease.ts',
    text: 'and coalesce(c.advancing_until < clock_timestamp(), true)`',
    broken: '`',
    tests: ['test/timers'],
  },
  {
    id: 'workers-take-from-a-moving-clock',
    bug: 'A worker takes timers of a partner whose clock began to move.',
    file: 'src/domain/timers/take-timers.ts',
    text: "and advancing_until > clock_timestamp())'",
    broken: "and advancing_until < clock_timestamp())'",
    tests: ['test/timers'],
  },
  {
    id: 'a-dead-mover-stops-timers',
    bug: 'A process that dies while it moves a clock stops the timers for ever.',
    file: 'src/domain/timers/take-timers.ts',
    text: "where partner_id = $1 and advancing_until > clock_timestamp())'",
    broken: "where partner_id = $1 and advancing_until is not null)'",
    tests: ['test/timers'],
  },
  {
    id: 'timers-go-off-twice',
    bug: 'Two workers each act on the same timer.',
    file: 'src/domain/timers/take-timers.ts',
    text: "'for update skip locked',",
    broken: "'',",
    tests: ['test/timers', 'flows/triggers'],
  },
] satisfies Mutant[];
