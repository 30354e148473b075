/** Instructions, and the language model that may put them into words. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'each-who-waits-asks-the-model',
    bug: 'Several who ask the same at once each pay for a call of the language model.',
    file: 'src/domain/instructions/ask-model.ts',
    text: 'if (under !== undefined) return under;',
    broken: 'if (under !== undefined && under === null) return under;',
    tests: ['test/model'],
  },
  {
    id: 'a-kept-answer-is-asked-for-again',
    bug: 'What the language model answered before is paid for again.',
    file: 'src/domain/instructions/ask-model.ts',
    text: 'if (kept !== undefined) return kept.answer;',
    broken: '',
    tests: ['test/model'],
  },
  {
    id: 'one-call-above-the-budget',
    bug: 'A partner gets one call more than its budget of the month.',
    file: 'src/domain/instructions/ask-model.ts',
    text: 'where model_budgets.calls < $2 returning',
    broken: 'where model_budgets.calls <= $2 returning',
    tests: ['test/model'],
  },
  {
    id: 'failures-never-pause',
    bug: 'A language model that is down is asked again and again.',
    file: 'src/domain/instructions/ask-model.ts',
    text: 'if (calls.failures >= FAILURES)',
    broken: 'if (calls.failures > FAILURES)',
    tests: ['test/model'],
  },
] satisfies Mutant[];
