/**
 * Migrations run under an owner whom row-level security binds, once each, and never over a history
 * that is not theirs.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { checkDatabase } from '../src/start/check-database.ts';
import { applyFunctions } from '../src/db/functions.ts';
import { APPLIED, expectedVersion, migrations } from '../src/db/history.ts';
import { migrate } from '../src/db/migrate.ts';
import { createDb, type Db } from '../src/db/pool.ts';
import { makeSecrets } from '../src/secrets.ts';
import { cloneTemplate, databaseConfig } from './support/template.ts';

const name = `u_${process.pid}`;
const owner = `hubby_owner_${process.pid}`;
const secrets = makeSecrets(randomBytes(32));
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let admin: pg.Client;
let app: Db;
before(async () => {
  clone = await cloneTemplate();
  admin = new pg.Client(clone.config);
  await admin.connect();
  app = createDb(clone.app, { max: 1 });
  await admin.query(`create role ${owner} nologin`);
  await admin.query(`grant hubby_app to ${owner}`);
  await admin.query(`create database ${name} owner ${owner} template template0`);
});
after(async () => {
  await app.end();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`drop role if exists ${owner}`);
  await admin.end();
  await clone.drop();
});

describe('an empty database', () => {
  it('is brought to this release by an owner who is no superuser, and whom row-level security binds', async () => {
    const client = new pg.Client(databaseConfig(clone.config, name));
    await client.connect();
    try {
      await client.query(`alter schema public owner to ${owner}`);
      await client.query(`set role ${owner}`);
      for (const { text } of migrations()) await client.query(text);
      assert.ok((await applyFunctions(client)).length > 25);
      const owned = await client.query(
        `select count(*)::int as tables, count(*) filter (where relrowsecurity)::int as guarded,
           count(*) filter (where relrowsecurity and not relforcerowsecurity)::int as unforced
         from pg_class where relkind = 'r' and relowner = '${owner}'::regrole`,
      );
      const { tables, guarded, unforced } = owned.rows[0];
      assert.ok(tables > 50 && guarded > 25, `${tables} tables, ${guarded} guarded`);
      assert.equal(unforced, 0, 'row-level security binds the owner');
    } finally {
      await client.end();
    }
  });
});

describe('a database that has reached this release', () => {
  const history = async (): Promise<unknown[]> => (await admin.query(APPLIED)).rows;

  it('keeps its rows and its history when it is migrated again', async () => {
    await admin.query(`insert into shared_values (key, value) values ('kept', 'yes')`);
    const stood = await history();
    assert.equal(await migrate(clone.config), expectedVersion());
    assert.deepEqual(await history(), stood);
    const kept = await admin.query(`select value from shared_values where key = 'kept'`);
    assert.deepEqual(kept.rows, [{ value: 'yes' }]);
  });

  it('shows its history to the application, which cannot change it', async () => {
    const [reached] = await app.rows<{ version: number }>(
      'select max(version)::int as version from schema_version',
    );
    assert.equal(reached!.version, expectedVersion());
    for (const change of [
      'insert into schema_version (version) values (999)',
      'update schema_version set md5 = null',
      'delete from schema_version',
    ])
      await assert.rejects(app.rows(change), { code: '42501' }, change);
  });

  it('serves processes of this release after a newer one has been at it', async () => {
    const next = expectedVersion() + 1;
    await admin.query(
      `insert into schema_version (version, name, md5) values ($1, 'coming', 'of a file we do not have')`,
      [next],
    );
    await checkDatabase(app, 'staging', secrets, true);
    await admin.query('delete from schema_version where version = $1', [next]);
  });

  it('is refused when a development version brought it there', async () => {
    const stood = await history();
    await admin.query(
      `update schema_version set name = 'spine', md5 = md5('other tables') where version = 1`,
    );
    const refusal = /made by a development version: its migration 1 \("spine"\).*empty data folder/;
    await assert.rejects(migrate(clone.config), refusal);
    await assert.rejects(checkDatabase(app, 'staging', secrets, true), refusal);
    const { name: ours, md5 } = migrations()[0]!;
    await admin.query('update schema_version set name = $1, md5 = $2 where version = 1', [
      ours,
      md5,
    ]);
    assert.deepEqual(await history(), stood);
    assert.equal(await migrate(clone.config), expectedVersion());
  });
});
