/** What the operator hears of, who is stranded, what is earned. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'a-flap-is-told',
    bug: 'The operator hears of an account that is back within the minute.',
    file: 'src/domain/suppliers/put-out.ts',
    text: 'export const FLAP = 60;',
    broken: 'export const FLAP = 0;',
    tests: ['flows/operator-mail'],
  },
  {
    id: 'every-failure-is-a-silence',
    bug: 'One failed call makes an account one that does not answer.',
    file: 'src/domain/suppliers/watch-accounts.ts',
    text: 'const ENOUGH_FAILURES = 5;',
    broken: 'const ENOUGH_FAILURES = 1;',
    tests: ['flows/operator-mail'],
  },
  {
    id: 'a-moved-package-is-sold-twice',
    bug: 'Revenue counts again with the order for the new eSIM.',
    file: 'src/domain/reports/margin/orders-by-day.ts',
    text: ' and o.replaces is null\n',
    broken: '\n',
    tests: ['flows/margin'],
  },
  {
    id: 'an-unknown-cost-is-none',
    bug: 'A margin is told though costs are missing from it.',
    file: 'src/domain/reports/margin/sums.ts',
    text: 'unconverted.size === 0 && sum.without_cost === 0',
    broken: 'unconverted.size === 0',
    tests: ['flows/margin'],
  },
  {
    id: 'a-plan-strands-somebody',
    bug: 'Whoever has no eSIM yet is called stranded at the account that is planned.',
    file: 'src/domain/esims/stranded/stranded-view.ts',
    text: "esims.some(({ type }) => type === 'universal') ? planned : []",
    broken: 'planned',
    tests: ['flows/stranded'],
  },
  {
    id: 'an-outage-ends-while-the-account-is-dead',
    bug: 'Partners hear that a supplier serves again since the operator resumed its account.',
    file: 'src/domain/esims/stranded/tell-partners.ts',
    text: 'where i.kind = any($1) and i.subject = n.account and i.ended_at is null)',
    broken: 'where i.kind = any($1) and i.id = n.incident_id and i.ended_at is null)',
    tests: ['flows/outages'],
  },
  {
    id: 'a-few-profiles-are-enough',
    bug: 'A stock list at its last profile raises no alarm.',
    file: 'src/domain/suppliers/es2plus/watch-stock.ts',
    text: 'threshold !== null && free < threshold',
    broken: 'threshold !== null && free < threshold - 1',
    tests: ['flows/supplier-stock'],
  },
] satisfies Mutant[];
