/** What a worker has in memory before it has anything to do, and how that grows. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a module says that runs in a process of its own, in the root. */
async function said(module: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', module],
    { cwd: root },
  );
  return stdout;
}

it('a worker does not load the API', async () => {
  const loaded = await said(`
    import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => (console.log(url), next(url, context)) });
    await import('./src/processes.ts');`);
  assert.ok(loaded.includes('/src/worker.ts'));
  assert.deepEqual(
    loaded.split('\n').filter((url) => /\/src\/(app\.ts|api\/|web-api\/|pages\/)/.test(url)),
    [],
  );
});

it('the room for young objects stays small, however many there are', async () => {
  const megabytes = Number(
    await said(`
      import { getHeapSpaceStatistics } from 'node:v8';
      import { spareMemory } from './src/start/spare-memory.ts';
      spareMemory();
      let kept = [];
      for (let n = 0; n < 3_000_000; n++) {
        kept.push({ n, in: [n] });
        if (kept.length > 100_000) kept = [];
      }
      const young = getHeapSpaceStatistics().find((one) => one.space_name === 'new_space');
      console.log(young.space_size / 1024 ** 2);`),
  );
  assert.ok(megabytes < 16, `${megabytes} MB`);
});
