/** People are masked until a member asks to see them: there, and for a while. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'people-stay-revealed',
    bug: 'Who asked once to see people sees them for good.',
    file: 'src/domain/members/member.ts',
    text: 'until !== undefined && new Date(until) > now',
    broken: 'until !== undefined',
    tests: ['flows/reveal.test'],
  },
  {
    id: 'revealed-at-every-partner',
    bug: 'Who asked to see the people of one partner sees those of all of theirs.',
    file: 'src/domain/members/member.ts',
    text: 'revealed[partnerId]',
    broken: 'Object.values(revealed)[0]',
    tests: ['flows/reveal.test'],
  },
  {
    id: 'bodies-are-not-masked',
    bug: 'Bodies show people to who may read bodies and has not asked to see people.',
    file: 'src/web-api/people.ts',
    text: "shown.has('bodies.read') && shown.has('people.read')",
    broken: "shown.has('bodies.read')",
    tests: ['flows/reveal-everywhere'],
  },
  {
    id: 'revealing-is-not-written-down',
    bug: 'Nobody can tell who has looked at people, and where.',
    file: 'src/domain/members/sessions/reveal-people.ts',
    text: "action: 'people.revealed',\n      subject: where,",
    broken: "action: 'people.revealed',",
    tests: ['flows/reveal.test'],
  },
] satisfies Mutant[];
