/** Rules turn sources into bundles, at prices that carry their costs. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'dear-sources-stand-behind-bundles',
    bug: 'A source whose cost and floor are above the net price is ordered from all the same.',
    file: 'src/domain/publishing/judge.ts',
    text: 'leastFor(rule, cost!) <= net',
    broken: 'leastFor(rule, cost!) <= Infinity',
    tests: ['test/publishing'],
  },
  {
    id: 'the-floor-is-forgotten',
    bug: 'A net price is below cost and floor.',
    file: 'src/domain/publishing/price.ts',
    text: 'cost + floorOf(rule, cost),',
    broken: 'cost,',
    tests: ['test/publishing'],
  },
  {
    id: 'recommended-at-the-net-price',
    bug: 'Where the market asks less, the recommended price is the net one.',
    file: 'src/domain/publishing/price.ts',
    text: 'Math.max(net + 1, recommendedOf',
    broken: 'Math.max(net, recommendedOf',
    tests: ['test/publishing'],
  },
  {
    id: 'rules-change-what-was-made-by-hand',
    bug: 'A bundle that an import has changed is overwritten by the rule.',
    file: 'src/domain/publishing/judge.ts',
    text: 'before !== null && !isOurs && !rule.takes_over',
    broken: 'false',
    tests: ['test/publishing'],
  },
  {
    id: 'waiting-costs-change-prices',
    bug: 'A bundle is priced anew though a source behind it waits for approval.',
    file: 'src/domain/publishing/judge.ts',
    text: 'before?.is_active && waiting.some',
    broken: 'false && waiting.some',
    tests: ['test/publishing'],
  },
  {
    id: 'wide-articles-explode',
    bug: 'An article for a region is a bundle of each of its countries.',
    file: 'src/domain/publishing/propose.ts',
    text: '(isNamed || isThere || isAtHome(source, destination))',
    broken: 'true',
    tests: ['test/publishing'],
  },
  {
    id: 'sources-of-other-accounts',
    bug: 'A rule for some accounts takes sources of all.',
    file: 'src/domain/publishing/judge.ts',
    text: '.filter((source) => takes(rule, source))',
    broken: '.filter(() => true)',
    tests: ['test/publishing'],
  },
  {
    id: 'published-unseen',
    bug: 'Whatever is the plan by now is published, not what was looked at.',
    file: 'src/domain/publishing/publish.ts',
    text: 'digestOf(planned) !== digest',
    broken: 'false',
    tests: ['flows/publishing'],
  },
] satisfies Mutant[];
