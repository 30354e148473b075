/** Amounts, and the currencies that have not two decimals. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'yen-have-cents',
    bug: 'Prices in yen are shown as a hundredth of what they are.',
    file: 'src/domain/money.ts',
    text: '10 ** decimalsOf(currency)',
    broken: '100',
    tests: ['money'],
  },
  {
    id: 'amounts-are-rounded-silently',
    bug: 'A price of 449.5 yen is taken as 450.',
    file: 'src/domain/money.ts',
    text: 'return isExact && minor >= 0',
    broken: 'return minor >= 0',
    tests: ['money'],
  },
  {
    id: 'amounts-larger-than-their-column',
    bug: 'A price that no column holds is an internal error.',
    file: 'src/domain/money.ts',
    text: 'return minor <= MAX_MINOR ? minor : null;',
    broken: 'return minor;',
    tests: ['money'],
  },
  {
    id: 'half-a-cent-drifts',
    bug: 'A modified price that ends in half a cent is rounded up or down by chance.',
    file: 'src/domain/money.ts',
    text: 'Math.round((minor * thousandths) / 100_000)',
    broken: 'Math.round(minor * (thousandths / 100_000))',
    tests: ['money'],
  },
  {
    id: 'own-prices-in-another-currency',
    bug: 'Custom prices of 2.25 euros become 225 yen with the next catalog.',
    file: 'src/domain/catalog/keep-decimals.ts',
    text: 'if (own !== undefined) return true;',
    broken: 'if (own === undefined) return true;',
    tests: ['flows/currencies'],
  },
  {
    id: 'price-lists-in-another-currency',
    bug: 'Prices of a list in euros become yen with the next catalog.',
    file: 'src/domain/catalog/keep-decimals.ts',
    text: '!== undefined) return true;\n    const partners',
    broken: '=== null) return true;\n    const partners',
    tests: ['flows/currencies'],
  },
  {
    id: 'a-budget-is-exceeded',
    bug: 'A bundle dearer than the budget is chosen.',
    file: 'src/domain/planning/choose-by-strategy.ts',
    text: 'major(o) <= max_price',
    broken: 'major(o) - 1 <= max_price',
    tests: ['flows/currencies', 'strategies'],
  },
] satisfies Mutant[];
