/** Migrations meet rows that are there, and an owner whom row-level security binds like everybody else. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { cloneTemplate, databaseConfig } from './template.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const files = globSync('migrations/*.sql', { cwd: ROOT }).sort();
const name = `u_${process.pid}`;
const owner = `hubby_owner_${process.pid}`;
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let admin: pg.Client;
before(async () => {
  clone = await cloneTemplate();
  admin = new pg.Client(clone.config);
  await admin.connect();
  await admin.query(`create role ${owner} nologin`);
  await admin.query(`grant hubby_app to ${owner}`);
  await admin.query(`create database ${name} owner ${owner} template template0`);
});
after(async () => {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`drop role if exists ${owner}`);
  await admin.end();
  await clone.drop();
});

describe('version 4', () => {
  it('is reached by an owner who is no superuser, and takes along what version 3 had', async () => {
    const client = new pg.Client({
      ...databaseConfig(clone.config, name),
      options: '-c timezone=UTC',
    });
    await client.connect();
    try {
      await client.query(`alter schema public owner to ${owner}`);
      const apply = async (versions: string[]): Promise<void> => {
        await client.query(`set role ${owner}`);
        for (const file of files.filter((f) => versions.includes(f.slice(11, 14))))
          await client.query(readFileSync(`${ROOT}/${file}`, 'utf8'));
        await client.query('reset role');
      };
      await apply(['001', '002', '003']);
      await client.query(`set session_replication_role = replica;
        insert into esims (partner_id, id, traveler_id, type, iccid, provider, lpa_sealed, status, status_at, time_assigned, last_updated)
        select 'prt_a', 'esm_' || s, 'usr_' || s, 'universal', s, 'p', '', s, '2027-01-02', '2027-01-01', '2027-01-02' from unnest(array['RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED']) s;
        insert into packages (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id, template_id, iso3, coverage, package_type, duration_days, status, assigned_at, activate_before, date_activated)
        values ('prt_a', 'pkg_1', 'pq_1', 'esm_DELETED', 'p', 'b', 't', 'GRC', '{}', 'data-limited', 1, 'ACTIVE', '2027-01-01', '2028-01-01', '2027-01-03');
        insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, subject, text, html, status, created_at)
        values ('prt_a', 'msg_1', 'EMAIL', 'webhook_failing', 'x', 'a@example.com', 'en', 's', 't', 'h', 'stored', '2027-01-01');
        set session_replication_role = origin`);
      await apply(['004']);
      const installed = await client.query(
        'select status, installed_at from esims where installed_at is not null order by status',
      );
      assert.deepEqual(
        installed.rows.map((row) => [row.status, row.installed_at.toISOString().slice(0, 10)]),
        [
          ['DELETED', '2027-01-03'],
          ['DISABLED', '2027-01-02'],
          ['ENABLED', '2027-01-02'],
          ['INSTALLED', '2027-01-02'],
        ],
      );
      assert.deepEqual((await client.query('select id, status from messages')).rows, [
        { id: 'msg_1', status: 'delivered' },
      ]);
      const unforced = await client.query(
        `select relname from pg_class where relrowsecurity and not relforcerowsecurity and relnamespace = 'public'::regnamespace`,
      );
      assert.deepEqual(unforced.rows, [], 'row-level security binds the owner again');
    } finally {
      await client.end();
    }
  });
});
