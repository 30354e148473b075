/** @hubby/sdk and @hubby/cli as they are published: built, and used from a folder of their own. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPackage } from '../scripts/build-package.ts';
import type { Json } from './harness.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILER = join(ROOT, 'node_modules/typescript-compiler/bin/tsc');

describe('what is published', () => {
  const home = mkdtempSync(join(tmpdir(), 'hubby-packages-'));
  const modules = join(home, 'node_modules');
  const manifestOf = (name: string): Json =>
    JSON.parse(readFileSync(join(modules, '@hubby', name, 'package.json'), 'utf8'));

  before(() => {
    mkdirSync(join(modules, '@hubby'), { recursive: true });
    for (const name of ['sdk', 'cli'])
      buildPackage(join(ROOT, 'packages', name), join(modules, '@hubby', name));
    for (const name of ['commander', 'undici', '@types', 'undici-types'])
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
  });
  after(() => rmSync(home, { recursive: true }));

  it('is JavaScript, types, a licence and a word, without the sources', () => {
    for (const name of ['sdk', 'cli']) {
      const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: join(modules, '@hubby', name),
        encoding: 'utf8',
      });
      const [packed] = Object.values(JSON.parse(text) as object) as { files: { path: string }[] }[];
      const paths = packed!.files.map(({ path }) => path);
      for (const path of ['package.json', 'LICENSE', 'README.md', 'lib/index.js', 'lib/index.d.ts'])
        assert.ok(paths.includes(path), `${name} lacks ${path}`);
      const others = paths.filter((path) => !/^lib\/[\w./-]+\.(js|d\.ts)$/.test(path));
      assert.deepEqual(others.sort(), ['LICENSE', 'README.md', 'package.json']);
      const { private: isPrivate, exports, license } = manifestOf(name);
      assert.deepEqual([isPrivate, license], [undefined, 'Apache-2.0']);
      assert.doesNotMatch(JSON.stringify(exports), /src\//);
    }
    assert.equal(manifestOf('sdk')['dependencies'], undefined);
  });

  it('can be published in no other form', () => {
    for (const name of ['sdk', 'cli']) {
      const file = join(ROOT, 'packages', name, 'package.json');
      assert.equal((JSON.parse(readFileSync(file, 'utf8')) as Json)['private'], true, name);
    }
  });

  it('is loaded by every name it exports', async () => {
    for (const [name, { default: file }] of Object.entries(
      manifestOf('sdk')['exports'] as Record<string, { default: string }>,
    )) {
      if (name === './package.json') continue;
      const url = pathToFileURL(join(modules, '@hubby/sdk', file)).href;
      const loaded = (await import(url)) as object;
      assert.ok(Object.keys(loaded).length > 0, name);
    }
  });

  it('brings its types', () => {
    writeFileSync(
      join(home, 'partner.ts'),
      `
      import { createHubby, HubbyError, verifyWebhook, type Booking } from '@hubby/sdk';
      import { signedHeaders } from '@hubby/sdk/signing';
      const hubby = createHubby({ baseUrl: 'https://api.example.com', apiKey: 'k', apiSecret: 's' });
      const booking: Booking = await hubby.createBooking({
        body: { package_specifications: [{ external_user_id: 'ada', destination: 'GR' }] },
      });
      const all = await hubby.listDestinations();
      // @ts-expect-error a body is needed
      void hubby.createBooking();
      // @ts-expect-error no such operation
      void hubby.bookEverything();
      // @ts-expect-error the id is missing
      void hubby.getBooking({});
      const event = verifyWebhook({ headers: {}, body: '', secret: 's' });
      if (event.event === 'package.usage.80_percent') {
        const percent: number = event.data.percent;
        const sequence: number = event.data.sequence;
        console.log(percent, sequence);
        // @ts-expect-error of another event
        event.data.purchase_id;
      }
      console.log(booking.id, all, HubbyError, signedHeaders({ api_key: '', api_secret: '' }, 'GET', '/'));
    `,
    );
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ] as const)
      execFileSync(
        process.execPath,
        [
          COMPILER,
          '--noEmit',
          '--strict',
          '--target',
          'es2022',
          '--types',
          'node',
          '--module',
          module,
          '--moduleResolution',
          resolution,
          'partner.ts',
        ],
        { cwd: home, encoding: 'utf8' },
      );
  });

  it('has the client commands, and no others', () => {
    const { bin } = manifestOf('cli') as { bin: { hubby: string } };
    const hubby = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(process.execPath, [join(modules, '@hubby/cli', bin.hubby), ...args], {
        encoding: 'utf8',
        env: { HUBBY_DATA_DIR: '/nonexistent', HUBBY_API_KEY: 'a', HUBBY_API_SECRET: 'b' },
      });
    assert.match(hubby('sign', 'GET', '/api/destinations').stdout, /^x-signature: [0-9a-f]{64}$/m);
    assert.equal(hubby('--version').stdout.trim(), manifestOf('cli')['version']);
    const { status, stderr } = hubby('start');
    assert.equal(status, 1);
    assert.match(stderr, /unknown command 'start'/);
  });
});
