/** What the strategy of a partner chooses. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'ties-of-sizes-by-order',
    bug: 'Of two covers with the same data the one with more bundles may be chosen.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'best(enough, (o) => o.bytes, bundles)',
    broken: 'best(enough, (o) => o.bytes)',
    tests: ['test/strategies'],
  },
  {
    id: 'ties-of-the-largest-by-order',
    bug: 'Of two largest covers the one with more bundles may be chosen.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'best(offers, (o) => -o.bytes, bundles)',
    broken: 'best(offers, (o) => -o.bytes)',
    tests: ['test/strategies'],
  },
  {
    id: 'ties-of-the-cheapest-by-order',
    bug: 'Of two cheapest bundles the one with less data may be chosen.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'best(offers, price, (o) => -o.bytes)',
    broken: 'best(offers, price)',
    tests: ['test/strategies'],
  },
  {
    id: 'a-budget-is-exclusive',
    bug: 'A bundle that costs exactly the budget is not chosen.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'major(o) <= max_price',
    broken: 'major(o) < max_price',
    tests: ['test/strategies'],
  },
  {
    id: 'the-fixed-size-is-too-small',
    bug: 'The size asked for itself is passed over for a larger one.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'offers.filter((o) => o.bytes >= wanted)',
    broken: 'offers.filter((o) => o.bytes > wanted)',
    tests: ['test/strategies'],
  },
  {
    id: 'one-country-on-the-white-list-is-enough',
    bug: 'A region is chosen though some of its countries are off the white list.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'iso3s.every(isOn)',
    broken: 'iso3s.some(isOn)',
    tests: ['test/strategies'],
  },
  {
    id: 'one-country-matches-a-rule',
    bug: 'A rule applies to several countries though one does not match.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'return places.every(',
    broken: 'return places.some(',
    tests: ['test/strategies'],
  },
  {
    id: 'what-does-not-last-is-chosen',
    bug: 'A strategy chooses bundles of the wrong provider or eSIM type.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: `sellable(market, bundle, criteria) &&
    criteria`,
    broken: 'criteria',
    tests: ['test/strategies'],
  },
] satisfies Mutant[];
