/** The log of requests: what is kept of whom, and that it gives way. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'failed-requests-keep-bodies',
    bug: 'Whoever knows the name of a key writes bodies into the log of its partner.',
    file: 'src/api/route/keep-request.ts',
    text: '(body === NO_BODY ? NO_BODY : DROPPED_BODY)',
    broken: 'body',
    tests: ['flows/requests-bodies'],
  },
  {
    id: 'answers-with-secrets-are-kept',
    bug: 'The answer of a route that hands out a secret is kept.',
    file: 'src/api/route/keep-request.ts',
    text: "kept !== 'both' && went !== NO_BODY",
    broken: "kept === 'request' && went !== NO_BODY",
    tests: ['flows/requests-bodies'],
  },
  {
    id: 'a-clients-id-is-ours',
    bug: 'A client chooses under which id its request is kept.',
    file: 'src/api/route/keep-request.ts',
    text: 'id: isClients ? idAt(Date.now() - reply.elapsedTime) : id',
    broken: 'id',
    tests: ['flows/requests.test'],
  },
  {
    id: 'activation-strings-are-kept',
    bug: 'The log holds activation strings, which are stored sealed everywhere else.',
    file: 'src/domain/requests/kept-request.ts',
    text: "text.includes('LPA:1$')",
    broken: "text.includes('LPA:2$')",
    tests: ['flows/requests-bodies'],
  },
  {
    id: 'the-log-has-no-end',
    bug: 'What the database does not take fills the memory.',
    file: 'src/domain/requests/request-log.ts',
    text: 'held.rows >= MOST_ROWS || held.bytes + size > MOST_BYTES',
    broken: 'held.rows < 0',
    tests: ['test/request-log'],
  },
  {
    id: 'an-idle-timer-stops-the-log',
    bug: 'A timer that finds nothing to write is taken for a write that never ends.',
    file: 'src/domain/requests/request-log.ts',
    text: 'writing = null;\n      if (waiting',
    broken: 'if (waiting',
    tests: ['test/request-log'],
  },
  {
    id: 'cut-bodies-are-not-masked',
    bug: 'What is cut is shown as it came to who may not read it.',
    file: 'src/domain/requests/show-request.ts',
    text: 'isCut ? PERSONAL : maskBody(text, isAnswer)',
    broken: 'isCut ? text : maskBody(text, isAnswer)',
    tests: ['flows/requests-bodies'],
  },
  {
    id: 'a-page-skips-what-is-counted',
    bug: 'The newest request of an hour is left out where the counts lead to it.',
    file: 'src/domain/requests/list-requests.ts',
    text: 'before = `${next}0`',
    broken: 'before = next',
    tests: ['flows/requests.test'],
  },
] satisfies Mutant[];
