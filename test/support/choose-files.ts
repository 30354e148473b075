/** Which test files a run is of. */
import { globSync } from 'node:fs';

export type Chosen = {
  files: string[];
  /** left out, because the server under test is nothing to them */
  left: string[];
};

/**
 * What another PostgreSQL may do in another way. Every statement is planned on it
 * (test/sql-statements.test.ts); the rest here is what depends on more than a plan. All files run on
 * the first server.
 */
const OF_THE_SERVER: readonly { what: string; files: readonly string[] }[] = [
  {
    what: 'statements, functions, roles, the schema and how it came about',
    files: [
      'test/sql-',
      'test/upgrade',
      'test/last-release',
      'test/backup',
      'test/rotate',
      'test/sandbox-database',
      'test/flows/tenants',
      'test/instants',
      'test/doctor',
    ],
  },
  {
    what: 'connections that are lost, lent, pooled or ended',
    files: [
      'test/pooler',
      'test/processes',
      'test/graceful-stop',
      'test/hung-commit',
      'test/not-now',
      'test/lend',
      'test/job-runner',
      'test/faults/hostile-provider',
    ],
  },
  {
    what: 'locks, conflicts, and who comes first',
    files: [
      'test/batch',
      'test/create-together',
      'test/due-in-turns',
      'test/feed-advance',
      'test/telco-locks',
      'test/telco-orders',
      'test/timers',
      'test/flows/fair',
      'test/flows/idempotency',
      'test/flows/lock-order',
      'test/flows/locks',
      'test/flows/merge-races',
      'test/flows/one-moment',
      'test/flows/provisioning',
      'test/flows/redeem',
      'test/flows/replace-esim',
      'test/flows/resubmissions',
      'test/flows/store.test',
      'test/flows/two-runtimes',
      'test/flows/under-way',
      'test/flows/wake-ups',
      'test/flows/webhooks-workers',
    ],
  },
  {
    what: 'the paths that everything takes',
    files: [
      'test/lists',
      'test/flows/bookings',
      'test/flows/events-feed',
      'test/flows/journey',
      'test/flows/triggers',
      'test/flows/usage',
    ],
  },
];

/** Throws where a name of the list stands for no file any more. */
function ofTheServer(all: readonly string[]): Set<string> {
  const named = OF_THE_SERVER.flatMap(({ files }) => files).map((name) => {
    const found = all.filter((file) => file.startsWith(name));
    if (found.length === 0) throw new Error(`${name} is named as the server's matter, and is gone`);
    return found;
  });
  return new Set(named.flat());
}

/**
 * `wanted` are parts of file names; none: all. `ofServer`: of all files only those to which the
 * server matters, for the rest was run on the first one.
 */
export function chooseFiles(options: {
  inBrowser: boolean;
  wanted: readonly string[];
  ofServer: boolean;
}): Chosen {
  const { inBrowser, wanted, ofServer } = options;
  const all = globSync('test/**/*.test.ts')
    .filter((f) => f.startsWith('test/browser/') === inBrowser)
    .filter((f) => wanted.length === 0 || wanted.some((w) => f.includes(w)))
    .sort();
  if (all.length === 0) throw new Error(`no test file matches ${wanted.join(', ')}`);
  if (!ofServer || wanted.length > 0) return { files: all, left: [] };
  const chosen = ofTheServer(all);
  return {
    files: all.filter((f) => chosen.has(f)),
    left: all.filter((f) => !chosen.has(f)),
  };
}
