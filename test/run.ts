/**
 * The whole suite: `npm test` on an embedded PostgreSQL of its own, `npm run test:pg` on
 * DATABASE_URL (a superuser's), `npm run test:browser` what needs a browser (test/browser/), which
 * the others leave out. Arguments are parts of file names to run only those. Ends with the line "N
 * passed, M failed".
 */
import { globSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { readAddress } from '../src/db/address.ts';
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
  const files = globSync('test/**/*.test.ts')
    .filter((f) => f.startsWith('test/browser/') === inBrowser)
    .filter((f) => wanted.length === 0 || wanted.some((w) => f.includes(w)))
    .sort();
  if (files.length === 0) throw new Error(`no test file matches ${wanted.join(', ')}`);
  // What the tests start must not inherit settings of the person who runs them.
  for (const name of Object.keys(process.env))
    if (name.startsWith('HUBBY_') || name === 'DATABASE_URL') delete process.env[name];
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
