/** Supplier accounts: who may change what, when they are out, and who may call back. */
import type { Mutant } from '../../scripts/read-mutants.ts';

const tests = ['flows/supplier-accounts'];

export default [
  {
    id: 'another-address-gets-the-old-key',
    bug: 'Whoever may change addresses can have the credentials sent to one of theirs.',
    file: 'src/domain/suppliers/managing/change-account.ts',
    text: 'isOtherAddress(account, base_url) && credentials === undefined',
    broken: 'false',
    tests,
  },
  {
    id: 'an-untested-account-takes-orders',
    bug: 'An account is active before any test was good.',
    file: 'src/domain/suppliers/managing/change-account.ts',
    text: "kind !== 'sandbox' && tested_at === null",
    broken: "kind === 'sandbox' && tested_at === null",
    tests,
  },
  {
    id: 'the-last-change-wins-whatever-it-read',
    bug: 'A change by version overwrites one that it has not seen.',
    file: 'src/domain/suppliers/managing/change-account.ts',
    text: 'version !== undefined && version !== account.version',
    broken: 'version !== undefined && version > account.version',
    tests,
  },
  {
    id: 'an-account-without-money-comes-back',
    bug: 'Signing in is taken for a balance.',
    file: 'src/domain/suppliers/look-again.ts',
    text: "because === 'no_funds' && balance !== null",
    broken: "because !== 'no_funds' && balance !== null",
    tests,
  },
  {
    id: 'the-spend-cap-is-passed-by-one',
    bug: 'An account goes on ordering once its cap is reached.',
    file: 'src/domain/catalog/rates/rates.ts',
    text: 'sum >= sums.bound',
    broken: 'sum > sums.bound',
    tests: ['rates'],
  },
  {
    id: 'a-low-balance-is-told-again-and-again',
    bug: 'The log has a line at every reading.',
    file: 'src/domain/suppliers/balances.ts',
    text: 'isLow && !wasLow',
    broken: 'isLow',
    tests,
  },
  {
    id: 'an-old-callback-path-lives-for-ever',
    bug: 'A rotated token is taken after its week.',
    file: 'src/domain/suppliers/callback-token.ts',
    text: 'until !== null && now < until',
    broken: 'until !== null',
    tests,
  },
  {
    id: 'a-used-account-is-removed',
    bug: 'eSIMs are left without the account that serves them.',
    file: 'src/domain/suppliers/managing/remove-account.ts',
    text: 'if (orders)',
    broken: 'if (false)',
    tests,
  },
] satisfies Mutant[];
