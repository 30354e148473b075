/**
 * Every SQL function has one definition, in the file of its name, and the database has that one.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { applyFunctions, sqlFunctions } from '../src/db/functions.ts';
import { expectedVersion } from '../src/db/history.ts';
import { migrate } from '../src/db/migrate.ts';
import { cloneTemplate } from './support/template.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEFINITION = /create (?:or replace )?function (?:telco\.)?([a-z_]+)/g;
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let client: pg.Client;
before(async () => {
  clone = await cloneTemplate();
  client = new pg.Client(clone.config);
  await client.connect();
});
after(async () => {
  await client.end();
  await clone.drop();
});

describe('SQL functions', () => {
  it('stand alone in the file of their name, and nowhere else', () => {
    const found = sqlFunctions();
    assert.ok(found.length >= 25, `${found.length} files`);
    for (const { name, file, text } of found)
      assert.deepEqual(
        [...text.matchAll(DEFINITION)].map((m) => m[1]),
        [name],
        file,
      );
    assert.equal(new Set(found.map((f) => f.name)).size, found.length);
    for (const file of globSync('migrations/*.sql', { cwd: ROOT }))
      assert.doesNotMatch(readFileSync(`${ROOT}/${file}`, 'utf8'), DEFINITION, file);
  });

  it('are broken by clause, as wide as everything else', () => {
    const WIDTH = 100;
    const wide = sqlFunctions().flatMap(({ file, text }) =>
      text
        .split('\n')
        .flatMap((line, i) => (line.length > WIDTH ? [`${file}:${i + 1}: ${line.length}`] : [])),
    );
    assert.deepEqual(wide, []);
  });

  it('are all in the database, and none besides', async () => {
    const { rows } = await client.query(
      `select proname from pg_proc where pronamespace in ('public'::regnamespace, 'telco'::regnamespace) order by 1`,
    );
    assert.deepEqual(
      rows.map((row) => row.proname),
      sqlFunctions().map((f) => f.name),
    );
  });

  it('are applied when their text has changed, and only then', async () => {
    assert.deepEqual(await applyFunctions(client), []);
    await client.query(`update sql_functions set hash = 'of before' where name = 'queue_uuid'`);
    await client.query(
      'create or replace function queue_uuid(p_id text) returns text language sql as $$ select null $$',
    );
    await migrate(clone.config);
    const { rows } = await client.query(`select queue_uuid('pq_' || repeat('0', 32)) as uuid`);
    assert.deepEqual(rows, [{ uuid: '00000000-0000-0000-0000-000000000000' }]);
    assert.deepEqual(await applyFunctions(client), []);
  });

  it('are left alone by an older release', async () => {
    await client.query('insert into schema_version (version) values ($1)', [expectedVersion() + 1]);
    await assert.rejects(migrate(clone.config), /schema version \d+, of a newer release/);
  });
});
