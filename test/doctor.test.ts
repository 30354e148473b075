/**
 * An installation that lacks something says so: `hubby doctor`, the banner's source, /readyz, the
 * catalog, and mails that nobody would send.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import type { Finding } from '../src/domain/doctor/finding.ts';
import { clock } from '../src/domain/doctor/examine-database.ts';
import { run } from './faults/processes.ts';
import { IN_A_YEAR, startHubby, type Hubby, type Json } from './harness.ts';
import { cloneTemplate } from './support/template.ts';

const urlOf = (config: pg.ClientConfig): string => {
  const { host, port, user, password, database } = new pg.Client(config);
  const at = encodeURIComponent;
  return host.startsWith('/')
    ? `postgres://${at(user!)}:${at(password ?? '')}@/${database}?host=${at(host)}&port=${port}`
    : `postgres://${at(user!)}:${at(password ?? '')}@${host}:${port}/${database}`;
};
type Report = { code: number | string; ok: boolean; of(check: string): Finding };
async function examined(env: Record<string, string>): Promise<Report> {
  const { code, output } = await run(['doctor', '--json'], {
    HUBBY_DATA_DIR: '/nonexistent',
    HUBBY_SECRET_KEY: randomBytes(32).toString('base64'),
    ...env,
  });
  const { ok, findings } = JSON.parse(output) as { ok: boolean; findings: Finding[] };
  return {
    code,
    ok,
    of(check) {
      const found = findings.find((f) => f.check === check);
      assert.ok(found, `nothing of ${check}: ${output}`);
      return found;
    },
  };
}

describe('a production installation without anything', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby({ env: { HUBBY_ENV: 'production' } });
  });
  after(() => hubby.close());

  it('is named by /readyz, which stays 200: it can serve', async () => {
    const { status, body } = await hubby.bare('GET', '/readyz');
    assert.equal(status, 200);
    assert.deepEqual(
      body.missing.map((m: Json) => m.check),
      ['public_url', 'mail', 'telco', 'catalog'],
    );
  });

  it('lists no destination as active, and none with a bundle', async () => {
    const { data } = (await hubby.call('GET', '/api/destinations')).body;
    assert.ok(data.length > 250);
    for (const d of data) assert.deepEqual([d.is_active, d.from_price], [false, null], d.id);
    const greece = (await hubby.call('GET', '/api/destinations/GR')).body.data;
    assert.deepEqual([greece.is_active, greece.bundles], [false, []]);
  });

  it('skips a mail instead of putting it into a mailbox that nobody can open', async () => {
    await hubby.sql(
      `with m as (insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, data, status, created_at)
         values ($1, 'msg_1', 'EMAIL', 'promo_code_claim', 'x', 'ada@example.com', 'en', '{}', 'pending', now()) returning id)
       insert into dispatches (partner_id, message_id, next_attempt_at) select $1, id, now() from m`,
      [hubby.partner.partner_id],
    );
    await hubby.drain();
    const [message] = await hubby.sql('select status, reason from messages');
    assert.deepEqual(message, { status: 'skipped', reason: 'no_sender' });
    assert.equal(
      (
        await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
          mail: { sender: 'mailbox' },
        })
      ).status,
      400,
    );
  });

  it('is told by doctor, with exit code 1', async () => {
    const report = await examined({
      HUBBY_ENV: 'production',
      HUBBY_SECRET_KEY: hubby.secretKey,
      HUBBY_APP_DATABASE_URL: urlOf(hubby.databaseConfig),
    });
    assert.deepEqual([report.code, report.ok], [1, false]);
    for (const check of ['public_url', 'mail', 'telco', 'catalog']) {
      const { state, message, remedy } = report.of(check);
      assert.equal(state, 'missing', check);
      assert.ok(message.length > 20 && remedy !== null && remedy.length > 20, check);
    }
    for (const check of ['schema', 'role', 'writable', 'clock', 'operator_token', 'worker'])
      assert.equal(report.of(check).state, 'ok', check);
  });
});

describe('doctor', () => {
  let hubby: Hubby;
  let env: Record<string, string>;
  before(async () => {
    hubby = await startHubby();
    env = {
      HUBBY_SECRET_KEY: hubby.secretKey,
      HUBBY_APP_DATABASE_URL: urlOf(hubby.databaseConfig),
    };
  });
  after(() => hubby.close());

  it('finds nothing missing in staging, with exit code 0, and sees the server', async () => {
    const report = await examined({ ...env, HUBBY_URL: hubby.url });
    assert.deepEqual([report.code, report.ok, report.of('server').state], [0, true, 'ok']);
    assert.equal((await hubby.bare('GET', '/readyz')).text, '{"status":"ok"}');
  });

  it('sees work that nobody does', async () => {
    await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id: 'waits', destination: 'GR', size: '1GB' }],
    });
    await hubby.sql(`update provider_orders set next_attempt_at = now() - interval '2 minutes'`);
    const report = await examined(env);
    assert.deepEqual([report.code, report.of('worker').state], [1, 'missing']);
    await hubby.drain();
    assert.equal((await examined(env)).of('worker').state, 'ok');
  });

  it('says what a wrong key, an older schema, an empty database and no database mean', async () => {
    const wrong = await examined({ ...env, HUBBY_SECRET_KEY: randomBytes(32).toString('base64') });
    assert.equal(wrong.code, 1);
    assert.match(wrong.of('database').message, /HUBBY_SECRET_KEY/);

    const old = await cloneTemplate();
    const admin = new pg.Client(old.config);
    await admin.connect();
    try {
      await admin.query(
        'delete from schema_version where version = (select max(version) from schema_version)',
      );
      const behind = await examined({ DATABASE_URL: urlOf(old.config) });
      assert.equal(behind.code, 1);
      assert.match(behind.of('schema').remedy!, /hubby migrate/);
    } finally {
      await admin.end();
      await old.drop();
    }
    const away = await examined({ DATABASE_URL: 'postgres://hubby@127.0.0.1:1/hubby' });
    assert.match(away.of('database').message, /cannot be reached/);
    const nothing = await examined({ HUBBY_ENV: 'production' });
    assert.match(nothing.of('database').message, /Nothing has been started/);
    assert.equal(nothing.of('mail').state, 'missing');
  });

  it('names every problem of the configuration', async () => {
    const report = await examined({ HUBBY_NONSENSE: '1' });
    assert.deepEqual([report.code, report.of('configuration').state], [1, 'missing']);
    assert.match(report.of('configuration').message, /HUBBY_NONSENSE/);
  });

  it('judges clocks by the further of both differences', () => {
    assert.equal(clock(900, -5_000_000).state, 'ok');
    assert.equal(clock(-20_000, -5_000_000).state, 'notice');
    assert.equal(clock(-300_000, -5_000_000).state, 'missing');
    assert.equal(clock(0, 600_000).state, 'missing');
  });
});
