/**
 * HUBBY_SECRET_KEY is changed while processes serve; nothing sealed is lost, and the old key opens
 * nothing afterwards.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { replaceProvider } from './faults/steps.ts';
import { wordsRow } from '../src/domain/erasing/erasure.ts';
import { writeMemberMail } from '../src/domain/members/mails/write-member-mail.ts';
import {
  clientSecretRow,
  codeVerifierRow,
  notificationAddressRow,
  totpRow,
} from '../src/domain/members/sealed-rows.ts';
import { SEALED_COLUMNS } from '../src/domain/secrets/sealed-columns.ts';
import { reseal } from '../src/domain/secrets/reseal.ts';
import { es2plusLedger } from '../src/domain/suppliers/es2plus/ledger.ts';
import { makeSecrets } from '../src/secrets.ts';
import { until } from './faults/checks.ts';
import { address, call, dataFolder, hubby, run, urlOf, type Process } from './faults/processes.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from './harness.ts';

const server = (): pg.ClientConfig => JSON.parse(process.env['TEST_PG']!) as pg.ClientConfig;
const key32 = (): string => randomBytes(32).toString('base64');
const booking = (traveler: string) => ({
  departure_date: IN_A_YEAR,
  booking_id: `TRIP-${traveler}`,
  package_specifications: [{ external_user_id: traveler, destination: 'GR', size: '1GB' }],
});

/** Something in each sealed column that is a member's, or of their partner's directory. */
async function sealOfMembers({ ctx, sql, partner: { partner_id } }: Hubby): Promise<void> {
  const { seal } = ctx.secrets;
  await writeMemberMail(ctx, ctx.db, {
    to: 'a@b.example',
    subject: () => 'Hello',
    paragraphs: () => ['A link'],
  });
  await sql('insert into members (id, email, totp_sealed) values ($1, $2, $3)', [
    'mem_a',
    'a@b.example',
    seal('a seed', totpRow('mem_a')),
  ]);
  await sql(
    `insert into sso_connections (partner_id, issuer, client_id, client_secret_sealed)
     values ($1, 'https://id.example', 'an-id', $2)`,
    [partner_id, seal('a secret', clientSecretRow(partner_id))],
  );
  await sql(
    `insert into sso_sign_ins
       (state_hash, partner_id, browser_hash, nonce, code_verifier_sealed, expires_at)
     values ('a-state', $1, '\\x00', 'a-nonce', $2, now() + interval '10 minutes')`,
    [partner_id, seal('a verifier', codeVerifierRow('a-state'))],
  );
  await sql(
    `insert into notification_addresses
       (id, partner_id, number, label, url_sealed, url_hash, host, hint, language, created_by)
     values ('nad_a', $1, 1, '#ops', $2, '\\x00', 'hooks.example', 'abcd', 'en', 'mem_a')`,
    [partner_id, seal('https://hooks.example/abcd', notificationAddressRow('nad_a'))],
  );
}

/** What names a traveler whose erasing is under way. */
async function sealOfErasing({ ctx, sql, partner: { partner_id } }: Hubby): Promise<void> {
  await sql(
    `insert into erasures (partner_id, traveler_id, words_sealed, settled_at)
     values ($1, 'usr_a', $2, now() + interval '1 hour')`,
    [partner_id, ctx.secrets.seal('{"addresses":[],"ids":[]}', wordsRow(partner_id, 'usr_a'))],
  );
}

describe('sealed columns', () => {
  let it_: Hubby;
  before(async () => {
    it_ = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  });
  after(() => it_.close());

  it('are known: every column of bytes is sealed and listed, or named as something else', async () => {
    const columns = await it_.sql<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and data_type = 'bytea' order by 1`,
    );
    const listed = new Set(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`));
    const unlisted = columns.map((c) => c.name).filter((name) => !listed.has(name));
    assert.deepEqual(
      unlisted.filter(
        (name) =>
          !/hash$|\.png$|^model_answers\.key$|^passkeys\.public_key$|^api_request_texts\.texts$/.test(
            name,
          ),
      ),
      [],
      'a new sealed column belongs into src/domain/secrets/sealed-columns.ts',
    );
    assert.equal(columns.length - unlisted.length, listed.size, 'and none is listed in vain');
    const keys = await it_.sql<{ table: string; key: string[] }>(
      `select c.relname as table, array(select a.attname::text from unnest(i.indkey) with ordinality k(n, o)
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n order by k.o) as key
       from pg_index i join pg_class c on c.oid = i.indrelid where i.indisprimary and c.relnamespace = 'public'::regnamespace`,
    );
    for (const { table, key } of SEALED_COLUMNS)
      assert.deepEqual(keys.find((k) => k.table === table)?.key, key, table);
  });

  it('are sealed anew, each of them, and what was interrupted goes on', async () => {
    const { ctx, partner } = it_;
    const traveler = user();
    await it_.call('POST', '/api/bookings', booking(traveler), {
      headers: { 'idempotency-key': 'once' },
    });
    const restore = replaceProvider(it_, 'sandbox-one', (real) => ({
      createEsim: async (input) => {
        const made = await real.createEsim(input);
        const install = {
          confirmation_code: '7391',
          apn: null,
          apple_url: null,
          android_url: null,
        };
        return { ...made, profile: { ...made.profile!, install } };
      },
    }));
    await it_.drain();
    restore();
    await it_.operator('PATCH', `/partners/${partner.partner_id}/settings`, {
      support: {
        intercom_app_id: 'abc12345',
        identity_secret: 'a-secret-of-intercom',
        access_token: 'a-token-of-intercom',
      },
    });
    await it_.call('PUT', '/api/webhooks/settings', {
      url: 'http://127.0.0.1:9/hook',
      api_key: 'a-key',
    });
    for (let n = 0; n < 2; n++) await it_.call('POST', '/api/webhooks/rotate-secret');
    const added = await it_.operator('POST', '/suppliers', {
      name: 'wholesaler',
      kind: 'airalo',
      base_url: 'http://127.0.0.1:9',
      credentials: { client_id: 'an-id', client_secret: 'a-secret-of-a-supplier' },
    });
    assert.equal(added.status, 201, added.text);
    await it_.sql(
      `with tested as (update supplier_accounts set tested_at = now() where name = 'wholesaler')
       update shared_values set value = (value::bigint + 1)::text where key = 'supplier_version'`,
    );
    await it_.ctx.suppliers.lookNow();
    const changed = await it_.operator('PATCH', '/suppliers/wholesaler', {
      credentials: { client_id: 'an-id', client_secret: 'another-secret' },
    });
    assert.equal(changed.status, 200, changed.text);
    await it_.call('POST', '/api/app-tokens', { external_user_id: traveler });
    await es2plusLedger(ctx, 'own-smdp').open({
      reference: 'an-order',
      kind: 'create_esim',
      iccid: null,
      template: null,
    });

    await sealOfErasing(it_);
    await sealOfMembers(it_);

    const old = makeSecrets(Buffer.from(it_.secretKey, 'base64'));
    const fresh = randomBytes(32);
    const both = makeSecrets(fresh, Buffer.from(it_.secretKey, 'base64'));
    const values = async (): Promise<{ name: string; sealed: Buffer; row: string }[]> => {
      const found = await Promise.all(
        SEALED_COLUMNS.map(async ({ table, column, key, row }) =>
          (
            await it_.sql<{ key: string[]; sealed: Buffer }>(
              `select array[${key.join(', ')}]::text[] as key, ${column} as sealed from ${table} where ${column} is not null`,
            )
          ).map((v) => ({ name: `${table}.${column}`, sealed: v.sealed, row: row(...v.key) })),
        ),
      );
      return found.flat();
    };
    const before = await values();
    const plain = new Map(before.map((v) => [v.name + v.row, old.open(v.sealed, v.row)]));
    const seen = new Set(before.map((v) => v.name));
    assert.deepEqual(
      SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).filter((n) => !seen.has(n)),
      [],
    );

    // As after an interruption: some are done already.
    const done = before.find((v) => v.name === 'esims.lpa_sealed')!;
    await it_.sql('update esims set lpa_sealed = $1 where lpa_sealed = $2', [
      both.seal(plain.get(done.name + done.row)!, done.row),
      done.sealed,
    ]);
    assert.equal(await reseal({ db: ctx.db, secrets: both }), before.length - 1);
    assert.equal(await reseal({ db: ctx.db, secrets: both }), 0);
    const alone = makeSecrets(fresh);
    for (const v of await values()) {
      assert.equal(alone.open(v.sealed, v.row), plain.get(v.name + v.row), v.name);
      assert.throws(() => old.open(v.sealed, v.row));
    }
  });
});

describe('hubby secrets rotate', () => {
  const folder = dataFolder();
  const database = `rotate_${process.pid}`;
  const [first, second] = [key32(), key32()];
  const running: Process[] = [];
  const env = (...keys: string[]): Record<string, string> => ({
    HUBBY_DATA_DIR: folder.dir,
    PORT: '0',
    DATABASE_URL: urlOf(server(), { database }),
    HUBBY_SECRET_KEY: keys[0]!,
    ...(keys[1] === undefined ? {} : { HUBBY_SECRET_KEY_PREVIOUS: keys[1] }),
  });
  const admin = async (sql: string): Promise<void> => {
    const client = new pg.Client(server());
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  before(() => admin(`create database ${database}`));
  after(async () => {
    for (const one of running) if (one.isRunning()) await one.kill();
    await admin(`drop database if exists ${database} with (force)`);
    await folder.remove();
  });
  const start = async (...keys: string[]) => {
    const one = hubby(['start'], env(...keys));
    running.push(one);
    return { one, url: await address(one) };
  };

  it('goes from one key to another beside a process that knows both', async () => {
    const before_ = await start(first);
    const key = JSON.parse(fs.readFileSync(path.join(folder.dir, 'credentials.json'), 'utf8'));
    assert.equal((await call(before_.url, key, 'POST', '/api/bookings', booking('r'))).status, 201);
    const dashboard = async (url: string) =>
      (await call(url, key, 'GET', '/api/native/user-dashboard?external_user_id=r')).body.data;
    const { qr } = await until(
      'the eSIM',
      async () => (await dashboard(before_.url)).current_esim ?? null,
    );
    await before_.one.kill('SIGTERM');

    const alone = await run(['secrets', 'rotate'], env(first));
    assert.equal(alone.code, 1);
    assert.match(alone.output, /HUBBY_SECRET_KEY_PREVIOUS/);
    const unknown = await run(['secrets', 'rotate'], env(second, key32()));
    assert.equal(unknown.code, 1);
    assert.match(unknown.output, /is not the key/);

    const both = await start(second, first);
    // Sealed by it before the change: it seals as the database remembers.
    const made = await call(both.url, key.operator_token, 'POST', '/api/operator/partners', {
      name: 'Early',
    });
    const rotated = await run(['secrets', 'rotate'], env(second, first));
    assert.equal(rotated.code, 0, rotated.output);
    assert.match(rotated.output, /^[1-9]\d* secrets were sealed anew/);
    assert.equal((await dashboard(both.url)).current_esim.qr, qr);
    const again = await run(['secrets', 'rotate'], env(second, first));
    assert.match(again.output, /^0 secrets/);
    await both.one.kill('SIGTERM');

    const old = await run(['serve'], env(first));
    assert.deepEqual([old.code, /is not the key|npx hubby migrate/.test(old.output)], [1, true]);
    const after_ = await start(second);
    assert.equal((await dashboard(after_.url)).current_esim.qr, qr);
    assert.equal((await call(after_.url, made.body.data, 'GET', '/api/bookings')).status, 200);
    assert.equal(await after_.one.kill('SIGTERM'), 0);
  });

  it('a key in the data folder: the new one lies beside the old until all is done', async () => {
    const own = dataFolder();
    try {
      const files = { HUBBY_DATA_DIR: own.dir, PORT: '0' };
      const one = hubby(['start'], files);
      running.push(one);
      const url = await address(one);
      const keyFile = path.join(own.dir, 'secret.key');
      const old = fs.readFileSync(keyFile, 'utf8');
      const waits = await run(['secrets', 'rotate'], files);
      assert.match(waits.output, /Restart the processes that run/);
      assert.notEqual(fs.readFileSync(keyFile, 'utf8'), old);
      assert.equal(fs.readFileSync(`${keyFile}.previous`, 'utf8'), old);
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      await one.kill('SIGTERM');
      const done = await run(['secrets', 'rotate'], files);
      assert.equal(done.code, 0, done.output);
      assert.ok(!fs.existsSync(`${keyFile}.previous`));
      const next = hubby(['start'], files);
      running.push(next);
      await address(next);
      assert.equal(await next.kill('SIGTERM'), 0);
    } finally {
      await own.remove();
    }
  });
});
