/** What members and channels hear of: once, while it lasts, and only who may. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'told-of-what-comes-and-goes',
    bug: 'What comes and goes is told each time, however often that is.',
    file: 'src/domain/notifications/note-occasions.ts',
    text: '(last?.getTime() ?? 0) + QUIET_MS',
    broken: 'last?.getTime() ?? 0',
    tests: ['flows/notifications'],
  },
  {
    id: 'the-end-of-what-nobody-heard',
    bug: 'Whoever was not told of something is told that it is over.',
    file: 'src/domain/notifications/note-occasions.ts',
    text: "part = 'began' and mailed_at is not null",
    broken: "part = 'began'",
    tests: ['flows/notifications'],
  },
  {
    id: 'posted-though-it-is-over',
    bug: 'A channel hears of what was over before its post was due.',
    file: 'src/domain/notifications/posts/send-posts.ts',
    text: "($2 = 'over' or o.ended_at is null)",
    broken: "($2 = 'over' or $2 = 'began')",
    tests: ['flows/notifications'],
  },
  {
    id: 'told-after-the-role-is-gone',
    bug: 'Who has chosen to hear nothing of it since is mailed all the same.',
    file: 'src/domain/notifications/mails/write-mails.ts',
    text: "receiver.wayOf(subject) !== 'none' && (part",
    broken: '(part',
    tests: ['flows/notifications'],
  },
  {
    id: 'told-of-suspended-partners',
    bug: 'Members hear of what needs somebody at a partner that is suspended.',
    file: 'src/domain/notifications/watch-needs.ts',
    text: 'if (partner.suspendedAt !== null) return [];\n',
    broken: '',
    tests: ['flows/notifications'],
  },
  {
    id: 'an-address-that-is-gone-stays-on',
    bug: 'A channel that says that it is gone is posted to for a day.',
    file: 'src/domain/notifications/posts/send-posts.ts',
    text: 'const GONE: readonly (number | null)[] = [404, 410];',
    broken: 'const GONE: readonly (number | null)[] = [];',
    tests: ['flows/notifications'],
  },
] satisfies Mutant[];
