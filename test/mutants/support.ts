/** Support requests: whose they are, how far they went, and who may read them. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'words-of-travelers-are-not-masked',
    bug: 'Who has not asked to see people reads what a traveler wrote.',
    file: 'src/web-api/support-requests.ts',
    text: '{ ...seenBy(shown, view), subject: PERSONAL, body: PERSONAL }',
    broken: 'seenBy(shown, view)',
    tests: ['flows/support-screen'],
  },
  {
    id: 'travelers-are-named-in-the-file',
    bug: 'The file of support requests names travelers who are masked on the screen.',
    file: 'src/web-api/support-requests.ts',
    text: 'rows: seenBy(shown, found), next_cursor',
    broken: 'rows: found, next_cursor',
    tests: ['flows/support-screen'],
  },
  {
    id: 'handed-back-from-the-operator',
    bug: 'A repeat of handing on takes a request back from the operator.',
    file: 'src/domain/support/escalate-request.ts',
    text: "(status = 'answered' or (status = 'open' and $3::text is distinct from 'partner'))",
    broken: "status <> 'closed' and $3::text is distinct from ''",
    tests: ['flows/support-screen'],
  },
  {
    id: 'handing-on-is-not-written-down',
    bug: 'A member hands a request on, and nobody can tell who it was.',
    file: 'src/domain/support/escalate-request.ts',
    text: 'if (by !== undefined)',
    broken: 'if (by === undefined && false)',
    tests: ['flows/support-screen'],
  },
  {
    id: 'closed-twice-is-written-down-twice',
    bug: 'Closing a request that is closed is another act in the audit log.',
    file: 'src/domain/support/close-request.ts',
    text: "and status <> 'closed'\n",
    broken: "and status <> 'none'\n",
    tests: ['flows/support.test'],
  },
] satisfies Mutant[];
