/** Pages for browsers. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'the-sent-page-never-ends',
    bug: 'Whoever is sent a claim link later sees the address it was claimed with.',
    file: 'src/pages/frame/marks.ts',
    text: 'Number.parseInt(until, 36) > Date.now()',
    broken: 'Number.parseInt(until, 36) > 0',
    tests: ['test/pages'],
  },
  {
    id: 'the-time-of-a-mark-is-not-sealed',
    bug: 'A mark can be made to last longer.',
    file: 'src/pages/frame/marks.ts',
    text: '`${purpose} ${subject} ${until}`',
    broken: '`${purpose} ${subject}`',
    tests: ['test/pages'],
  },
  {
    id: 'a-mark-is-of-any-link',
    bug: 'The mark of one claim shows the address of another.',
    file: 'src/pages/frame/marks.ts',
    text: '`${purpose} ${subject} ${until}`',
    broken: '`${purpose} ${until}`',
    tests: ['test/pages'],
  },
] satisfies Mutant[];
