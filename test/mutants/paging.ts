/** Lists page by page. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'a-full-page-is-the-last',
    bug: 'Who reads page by page never sees the second one.',
    file: 'src/input/paging.ts',
    text: 'rows.length > limit ? page.at(-1)',
    broken: 'rows.length > limit + 1 ? page.at(-1)',
    tests: ['test/paging'],
  },
  {
    id: 'the-row-behind-the-page-is-lost',
    bug: 'Between two pages a row is skipped.',
    file: 'src/input/paging.ts',
    text: 'page.at(-1) : undefined',
    broken: 'rows.at(-1) : undefined',
    tests: ['test/paging'],
  },
  {
    id: 'a-bad-cursor-is-the-start',
    bug: 'A cursor of another list reads the first page again and again.',
    file: 'src/input/paging.ts',
    text: 'if (problems.length > 0) throw invalid(problems);',
    broken: '',
    tests: ['test/paging'],
  },
  {
    id: 'any-id-is-a-place',
    bug: 'A cursor of the events is a place among the bookings.',
    file: 'src/ids.ts',
    text: 'ID.test(text) && (prefix === undefined || text.startsWith(prefix))',
    broken: 'ID.test(text) && (prefix === undefined || text.length > 0)',
    tests: ['test/paging'],
  },
] satisfies Mutant[];
