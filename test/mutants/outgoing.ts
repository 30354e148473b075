/** Calls that leave for other people's servers. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'what-may-have-happened-never-left',
    bug: 'A call whose connection broke is sent again, and twice is done.',
    file: 'src/outgoing/call.ts',
    text: "typeof code === 'string' && NEVER_LEFT.has(code)",
    broken: "typeof code === 'string'",
    tests: ['outgoing'],
  },
  {
    id: 'an-answer-without-end',
    bug: 'Somebody who answers without end fills the memory.',
    file: 'src/outgoing/call.ts',
    text: 'if ((size += part.length) > bytes) return null;',
    broken: 'size += part.length;',
    tests: ['outgoing'],
  },
  {
    id: 'a-broken-server-has-refused',
    bug: 'After a 500 a mail is called refused, though it may have been sent.',
    file: 'src/outgoing/call.ts',
    text: 'if (status >= 500)',
    broken: 'if (status > 500)',
    tests: ['outgoing'],
  },
  {
    id: 'a-redirect-is-done',
    bug: 'A sender that has moved takes mails that nobody gets.',
    file: 'src/outgoing/call.ts',
    text: 'status >= 200 && status < 300',
    broken: 'status >= 200 && status < 400',
    tests: ['outgoing'],
  },
  {
    id: 'a-wait-without-end',
    bug: 'A header keeps a partner waiting for years.',
    file: 'src/input/retry-after.ts',
    text: 'Math.min(ms / 1000, longestS)',
    broken: 'ms / 1000',
    tests: ['outgoing'],
  },
] satisfies Mutant[];
