/** Callable functions of apps. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'places-of-apps-are-not-given-back',
    bug: 'After so many calls no app gets through any more.',
    file: 'src/http/places.ts',
    text: '.finally(leave);',
    broken: ';',
    tests: ['flows/callables'],
  },
  {
    id: 'a-token-of-app-check-again',
    bug: 'An App Check token can be used for any number of claims.',
    file: 'src/app-api/callables.ts',
    text: `    isOnce: true,
`,
    broken: '',
    tests: ['test/app-tokens'],
  },
  {
    id: 'members-beside-data',
    bug: 'A body with members beside data is taken.',
    file: 'src/app-api/protocol.ts',
    text: 'if (others.length > 0) throw',
    broken: 'if (others.length > 1) throw',
    tests: ['flows/callables'],
  },
  {
    id: 'any-header-is-echoed',
    bug: 'A preflight is answered with whatever it asked for.',
    file: 'src/app-api/protocol.ts',
    text: 'asked.length <= 1_000 && HEADER_LIST.test(asked)',
    broken: 'true',
    tests: ['flows/callables'],
  },
  {
    id: 'a-nul-in-a-text',
    bug: 'A NUL in a text is an internal error.',
    file: 'src/app-api/input.ts',
    text: ` &&
  !value.includes('\\0')`,
    broken: '',
    tests: ['flows/callables'],
  },
  {
    id: 'a-text-of-the-longest-length',
    bug: 'A text of just the longest length is refused.',
    file: 'src/app-api/input.ts',
    text: 'value.length <= max',
    broken: 'value.length < max',
    tests: ['flows/callables'],
  },
  {
    id: 'a-grant-that-is-claimed-already',
    bug: 'An app is told of a redeemed code instead of a claimed grant.',
    file: 'src/app-api/callable-error.ts',
    text: `  already_redeemed: 'already_claimed',
`,
    broken: '',
    tests: ['flows/callables'],
  },
] satisfies Mutant[];
