/**
 * The whole suite: `npm test` on an embedded PostgreSQL of its own; `npm run test:pg` on
 * DATABASE_URL (a superuser's), what that server matters to; `npm run test:browser` what needs a
 * browser (test/browser/), which the others leave out. Arguments are parts of file names to run
 * only those. Ends with the line "N passed, M failed".
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAddress } from '../src/db/address.ts';
import { chooseFiles } from './support/choose-files.ts';
import { runFiles } from './support/run-files.ts';
import type { TestServer } from './support/server.ts';
import { makeTemplate } from './support/template.ts';

const args = process.argv.slice(2);
const useUrl = args.includes('--database-url');
const inBrowser = args.includes('--browser');
const wanted = args.filter((a) => !a.startsWith('--'));

async function server(): Promise<TestServer> {
  // Loaded only where it is wanted: the embedded server is an optional dependency.
  if (!useUrl) return (await import('./support/server.ts')).ownServer();
  const url = process.env['DATABASE_URL'];
  if (url === undefined || url === '')
    throw new Error("npm run test:pg needs DATABASE_URL, a superuser's");
  return { config: readAddress(url), name: 'DATABASE_URL', stop: async () => {} };
}

const SLOWEST = 15;
const slowest = (seconds: ReadonlyMap<string, number>): string =>
  [...seconds]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SLOWEST)
    .map(([file, s]) => `${s.toFixed(0).padStart(5)} s  ${file}`)
    .join('\n');

const pgServer = await server();
try {
  const template = await makeTemplate(pgServer.config);
  console.log(`Tests on ${pgServer.name}, PostgreSQL ${template.version}`);
  const { files, left } = chooseFiles({ inBrowser, wanted, ofServer: useUrl });
  if (left.length > 0)
    console.log(`Left to npm test, since this server is nothing to them: ${left.join(', ')}`);
  // What the tests start must not inherit settings of the person who runs them.
  for (const name of Object.keys(process.env))
    if (name.startsWith('HUBBY_') || name === 'DATABASE_URL') delete process.env[name];
  // Sources are read and compiled once, not in each of some two hundred processes.
  process.env['NODE_COMPILE_CACHE'] ??= join(
    tmpdir(),
    `hubby-test-cache-${process.getuid?.() ?? 0}`,
  );
  process.env['TEST_PG'] = JSON.stringify(pgServer.config);
  process.env['TEST_TEMPLATE'] = template.name;
  process.env['TEST_APP_PASSWORD'] = template.appPassword;
  // Who asks for some files wants to see each by itself.
  const { passed, failed, skipped, seconds } = await runFiles(files, wanted.length === 0);
  console.log(`\nThe slowest files:\n${slowest(seconds)}`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
} finally {
  await pgServer.stop();
}
