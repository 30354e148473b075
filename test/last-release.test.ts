/**
 * Version N−1 runs on version N's database: its processes go on serving while an upgrade goes from node to node. Until
 * there is a tag, this very code stands in for it, which only shows that what follows works.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { sqlFunctions } from '../src/db/functions.ts';
import { address, dataFolder, hubby, run, urlOf, type Process } from './faults/processes.ts';
import { fileOf, lastRelease, putCode } from './last-release.ts';

const server = JSON.parse(process.env['TEST_PG']!) as pg.ClientConfig;
const database = `last_${process.pid}`;
const tag = lastRelease();
const folder = dataFolder();
const code = path.join(folder.dir, 'last-release');
const running: Process[] = [];

const asOwner = async (sql: string): Promise<void> => {
  const client = new pg.Client(server);
  await client.connect();
  await client.query(sql).finally(() => client.end());
};
before(async () => {
  putCode(tag, code);
  await asOwner(`create database ${database} template template0`);
});
after(async () => {
  for (const one of running) if (one.isRunning()) await one.kill();
  await asOwner(`drop database if exists ${database} with (force)`);
  rmSync(code, { recursive: true, force: true });
  await folder.remove();
});

describe(`the last release (${tag ?? 'none is tagged yet: this very code'})`, () => {
  it('plays a whole trip on the database of this release', async () => {
    const env = {
      HUBBY_DATA_DIR: folder.dir,
      DATABASE_URL: urlOf(server, { database }),
      PORT: '0',
    };
    const seeded = await run(['seed'], env);
    assert.equal(seeded.code, 0, seeded.output);
    for (const command of ['serve', 'work']) running.push(hubby([command], env, code));
    const url = await address(running[0]!);
    const { DATABASE_URL: _, ...client } = env;
    const demo = await run(['demo', '--url', url], client, code);
    assert.equal(demo.code, 0, `${demo.output}\n${running.map((one) => one.output()).join('\n')}`);
    assert.match(demo.output, /0 lost, 0 doubled/);
  });

  it('finds every function that it calls, with the arguments and the result it knows', () => {
    const now = new Map(sqlFunctions().map(({ name, text }) => [name, headOf(text)]));
    const files = globSync('src/**/*.sql', { cwd: code });
    assert.ok(files.length > 25, `${files.length} functions`);
    for (const file of files) {
      const name = path.basename(file, '.sql').replaceAll('-', '_');
      assert.equal(
        now.get(name),
        headOf(readFileSync(path.join(code, file), 'utf8')),
        `${name}: what changes gets a new name, and this one stays for a release`,
      );
    }
  });

  it('finds its migrations as they were', () => {
    const list = 'migrations/checksums.txt';
    const present = readFileSync(path.join(import.meta.dirname, '..', list), 'utf8').split('\n');
    const before = (tag === null ? null : fileOf(tag, list)) ?? present.join('\n');
    assert.deepEqual(
      before.split('\n').filter((line) => !present.includes(line)),
      [],
    );
  });
});

/** From the name to the body, in one line: arguments and result. */
function headOf(text: string): string {
  const head = /create or replace function\s+([^$]+?)\s+language\s/.exec(text)?.[1];
  assert.ok(head, text.slice(0, 200));
  return head.replace(/\s+/g, ' ');
}
