/** A migration that is committed is never changed: databases have been through it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { MIGRATIONS, migrations } from '../../src/db/history.ts';

const read = (file: string): string => readFileSync(MIGRATIONS + file, 'utf8');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const files = readdirSync(MIGRATIONS).filter((file) => file.endsWith('.sql'));
/** As sha256sum writes them: `<hex>  <file>`. */
const listed = (list: string): [string, string][] =>
  list
    .trimEnd()
    .split('\n')
    .map((line): [string, string] => [line.slice(66), line.slice(0, 64)]);

describe('migrations', () => {
  it('are those of migrations/checksums.txt, byte by byte', () => {
    const expected = Object.fromEntries(listed(read('checksums.txt')));
    const found = Object.fromEntries(files.map((file) => [file, sha256(read(file))]));
    assert.deepEqual(
      found,
      expected,
      'A new migration adds a line: sha256sum <file> >> checksums.txt in migrations/. One that is there is never changed: what it lacks is a new migration.',
    );
  });

  it('are numbered without a gap, each with a name of its own', () => {
    const all = migrations();
    assert.equal(all.length, files.length, 'NNN.do.what-it-does.sql');
    assert.deepEqual(
      all.map((m) => m.version),
      all.map((_, i) => i + 1),
    );
    assert.equal(new Set(all.map((m) => m.name)).size, all.length);
  });

  it('say of each table what a row is', () => {
    const bare = migrations().flatMap(({ text }) =>
      [...text.matchAll(/^(.*)\ncreate (?:unlogged )?table ([\w.]+)/gm)]
        .filter(([, before]) => !before!.startsWith('-- '))
        .map(([, , table]) => table!),
    );
    assert.deepEqual(bare, []);
  });
});
