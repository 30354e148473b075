/** What a production installation gets: the runtime, and nothing that only a developer needs. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
type Locked = { dev?: boolean; optional?: boolean };
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };

describe('npm ci --omit=dev', () => {
  const production = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));

  it('brings the runtime that the sources need', () => {
    assert.ok(production.includes('node'));
  });

  it('brings no compiler, no browser, no test tool', () => {
    assert.ok(production.length > 100, `only ${production.length} packages`);
    assert.deepEqual(
      production.filter((name) =>
        /^(typescript|@typescript\/.*|playwright.*|firebase|mjml|prettier|oxlint|fast-check)$/.test(
          name,
        ),
      ),
      [],
    );
  });
});

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');

  it('copies what is there, and lets the build see it', () => {
    const allowed = read('.dockerignore').split('\n');
    const sources = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    assert.ok(sources.length > 6, `only ${sources.join(' ')}`);
    for (const source of sources) {
      assert.ok(existsSync(fileURLToPath(new URL(`../../${source}`, import.meta.url))), source);
      assert.ok(allowed.includes(`!${source}`), `.dockerignore hides ${source}`);
    }
  });

  it('runs as nobody special, and so do the units', () => {
    assert.ok(lines.indexOf('USER hubby') > 0);
    assert.ok(
      lines.indexOf('USER hubby') < lines.findIndex((line) => line.startsWith('ENTRYPOINT')),
    );
    for (const unit of ['serve', 'work'])
      assert.match(
        read(`deploy/hubby-${unit}.service`),
        new RegExp(`^User=hubby$[^]*^ExecStart=.*hubby\\.mjs ${unit}$`, 'm'),
      );
  });
});
