/** Reading the environment. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'secrets-in-the-refusal',
    bug: 'A key that is wrong by a character is printed into the log of a process that will not start.',
    file: 'src/config/read-parts.ts',
    text: 'isSecret || MAY_HIDE_A_SECRET.test(text)',
    broken: 'MAY_HIDE_A_SECRET.test(text)',
    tests: ['config.test'],
  },
  {
    id: 'passwords-in-urls-are-shown',
    bug: 'The password in a refused URL is printed.',
    file: 'src/config/read-parts.ts',
    text: 'isSecret || MAY_HIDE_A_SECRET.test(text)',
    broken: 'isSecret',
    tests: ['config.test', 'config-urls'],
  },
  {
    id: 'staging-switches-in-production',
    bug: 'Production sends webhooks to addresses inside its network.',
    file: 'src/config/read-parts.ts',
    text: "isStagingOnly && env === 'production'",
    broken: "isStagingOnly && env === 'staging'",
    tests: ['config.test'],
  },
  {
    id: 'first-problem-only',
    bug: 'A part with a wrong variable is set up all the same, with a hole in it.',
    file: 'src/config/read-parts.ts',
    text: 'if (problems.length > 0) throw',
    broken: 'if (problems.length > 1) throw',
    tests: ['config.test'],
  },
  {
    id: 'prefix-hides-the-near-name',
    bug: 'Whoever writes HUBBY_PORT is not told of PORT.',
    file: 'src/config/read-parts.ts',
    text: "name.replace(PREFIX, '')",
    broken: 'name',
    tests: ['config.test'],
  },
  {
    id: 'a-part-is-forgotten',
    bug: 'A sender of mail whose variables are declared is refused as unknown.',
    file: 'src/config.ts',
    text: '  smtpConfig,\n',
    broken: '',
    tests: ['config.test'],
  },
] satisfies Mutant[];
