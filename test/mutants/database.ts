/** Bugs of what brings a database to a release, and keeps it the owner's. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'history-of-others-is-taken',
    bug: 'A database of other tables under our names is served from.',
    file: 'src/db/history.ts',
    text: '|| md5 === file.md5) continue;',
    broken: '|| version > 0) continue;',
    tests: ['test/upgrade'],
  },
  {
    id: 'history-is-the-applications',
    bug: 'The application can write which migrations were applied.',
    file: 'src/db/migrate.ts',
    text: 'revoke insert, update, delete on public.schema_version',
    broken: 'revoke truncate on public.schema_version',
    tests: ['test/upgrade'],
  },
  {
    id: 'newer-functions-are-overwritten',
    bug: 'An older release puts its functions over those of a newer one.',
    file: 'src/db/migrate.ts',
    text: 'if (version > expectedVersion())',
    broken: 'if (version > expectedVersion() + 1)',
    tests: ['sql-functions'],
  },
  {
    id: 'payload-key-renamed-in-sql',
    bug: 'No silent eSIM is asked for: a key has one name in TypeScript and another in SQL.',
    file: 'src/domain/esims/usage/esims-to-ask.sql',
    text: "w.value->'esims'",
    broken: "w.value->'ids'",
    tests: ['sql-payloads'],
  },
  {
    id: 'milliseconds-are-misread',
    bug: 'Instants lose the tens of their milliseconds.',
    file: 'src/db/instants.ts',
    text: 'part(21, 10)',
    broken: 'part(21, 1)',
    tests: ['instants.test'],
  },
] satisfies Mutant[];
