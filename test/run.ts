/**
 * The whole suite: `npm test` on an embedded PostgreSQL of its own; `npm run test:pg` on
 * DATABASE_URL (a superuser's), what that server matters to; `npm run test:browser` what needs a
 * browser (test/browser/), which the others leave out. Arguments are parts of file names to run
 * only those. Ends with the line "N passed, M failed".
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { readAddress } from '../src/db/address.ts';
import { chooseFiles } from './support/choose-files.ts';
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
  const counts = await new Promise<{ passed: number; failed: number; skipped: number }>(
    (resolve) => {
      const stream = run({
        files,
        concurrency: 2,
        isolation: 'process',
        execArgv: ['--disable-warning=ExperimentalWarning'],
        timeout: 300_000,
      } as never);
      stream.on(
        'test:summary',
        (summary: {
          file?: string;
          counts: {
            passed: number;
            failed: number;
            skipped: number;
            todo: number;
            cancelled: number;
          };
        }) => {
          if (summary.file !== undefined) return;
          const { passed, failed, cancelled, skipped, todo } = summary.counts;
          resolve({ passed, failed: failed + cancelled, skipped: skipped + todo });
        },
      );
      (stream.compose(new spec() as never) as unknown as NodeJS.ReadableStream).pipe(
        process.stdout,
      );
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
  console.log(
    `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
  );
} finally {
  await pgServer.stop();
}
