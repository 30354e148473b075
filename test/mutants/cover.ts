/** Which bundles cover several countries: the search may close no branch that holds the best. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'two-halves-are-no-pair',
    bug: 'A pair of bundles that each cover half of the countries is not found.',
    file: 'src/domain/planning/cover/last-slots.ts',
    text: 'if (gain * 2 < r) continue;',
    broken: 'if (gain * 2 <= r) continue;',
    tests: ['test/cover'],
  },
  {
    id: 'the-second-bundle-gains-too-much',
    bug: 'A second bundle that covers just what the first leaves is passed over.',
    file: 'src/domain/planning/cover/last-slots.ts',
    text: 'if (k >= sorted && gained[b]! < r - gain) break;',
    broken: 'if (k >= sorted && gained[b]! <= r - gain) break;',
    tests: ['test/cover'],
  },
  {
    id: 'no-room-for-the-last-two',
    bug: 'A cover as dear as the best known is not looked at, so that of equal ones not the first by id is chosen.',
    file: 'src/domain/planning/cover/last-slots.ts',
    text: 'this.room = rest - this.lagrangian.sum + this.lagrangian.tolerance;',
    broken: 'this.room = rest - this.lagrangian.sum - 1;',
    tests: ['test/cover'],
  },
  {
    id: 'old-gains-are-believed',
    bug: 'A search for two bundles uses what is known of the list of another search.',
    file: 'src/domain/planning/cover/last-slots.ts',
    text: 'this.sorted = this.p.n;',
    broken: 'this.sorted = Math.min(this.sorted, this.p.n);',
    tests: ['test/cover'],
  },
  {
    id: 'a-branch-bars-one-more',
    bug: 'The bundle tried next is kept from the covers of the one before it.',
    file: 'src/domain/planning/cover/search.ts',
    text: 'i + 1,',
    broken: 'i + 2,',
    tests: ['test/cover'],
  },
  {
    id: 'repeats-are-surplus',
    bug: 'A country that a bundle names twice counts as two that nobody asked for.',
    file: 'src/domain/planning/cover/problem.ts',
    text: 'if (seenBy[number] === at + 1) continue;',
    broken: '',
    tests: ['test/cover'],
  },
  {
    id: 'a-spent-budget-makes-covers-worse',
    bug: 'Of many hard covers of one request the last ones are searched for again with nothing left, and what was found before is lost.',
    file: 'src/domain/planning/covers.ts',
    text: 'if (left <= AT_ONCE) break;',
    broken: '',
    tests: ['test/cover'],
  },
] satisfies Mutant[];
