/** Mails and pushes on their way. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'what-may-have-left-is-stopped',
    bug: 'A mail whose attempt had no clear end is dropped and seems to wait for ever.',
    file: 'src/domain/messages/cancel-unsent.ts',
    text: `and m.status = 'pending' and m.subject is null
`,
    broken: `and m.status = 'pending'
`,
    tests: ['flows/messages-cancel'],
  },
  {
    id: 'what-is-leaving-is-cancelled',
    bug: 'A mail that is leaving at this moment is called cancelled.',
    file: 'src/domain/messages/cancel-unsent.ts',
    text: 'and coalesce(d.lease_until < clock_timestamp(), true) returning',
    broken: 'returning',
    tests: ['flows/messages-cancel'],
  },
  {
    id: 'all-of-a-kind-are-cancelled',
    bug: 'Issuing one code anew takes back the mails of all.',
    file: 'src/domain/messages/cancel-unsent.ts',
    text: ": 'm.kind = $2 and m.subject_id = $3';",
    broken: ": 'm.kind = $2 and $3::text is not null';",
    tests: ['flows/messages-cancel'],
  },
  {
    id: 'suppression-by-case',
    bug: 'An address that bounced is written to again in another case.',
    file: 'src/domain/messages/suppress.ts',
    text: "'select 1 from suppressed_recipients where partner_id = $1 and recipient = lower($2)'",
    broken: "'select 1 from suppressed_recipients where partner_id = $1 and recipient = $2'",
    tests: ['flows/messages-cancel'],
  },
  {
    id: 'suppressed-as-written',
    bug: 'An address that bounced in capitals is written to again.',
    file: 'src/domain/messages/suppress.ts',
    text: 'values ($1, lower($2), $3',
    broken: 'values ($1, $2, $3',
    tests: ['flows/messages-cancel'],
  },
  {
    id: 'lifted-as-written',
    bug: 'An address written in capitals cannot be freed.',
    file: 'src/domain/messages/suppress.ts',
    text: "'delete from suppressed_recipients where partner_id = $1 and recipient = lower($2) returning 1'",
    broken:
      "'delete from suppressed_recipients where partner_id = $1 and recipient = $2 returning 1'",
    tests: ['flows/messages-cancel'],
  },
  {
    id: 'a-bounce-outweighs-a-complaint',
    bug: 'Who complained is said to have bounced.',
    file: 'src/domain/messages/suppress.ts',
    text: "where excluded.reason = 'complained' and suppressed_recipients.reason <> 'complained'`",
    broken: '`',
    tests: ['flows/messages-cancel'],
  },
] satisfies Mutant[];
