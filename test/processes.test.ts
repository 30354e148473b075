/** The commands as people run them: real processes of bin/hubby.mjs. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { startEmbedded, type Embedded } from '../src/db/embedded.ts';
import { assertSound, until } from './faults/checks.ts';
import {
  address,
  call,
  dataFolder,
  hubby,
  run,
  urlOf,
  type Key,
  type Process,
} from './faults/processes.ts';
import { served } from './faults/steps.ts';
import { IN_A_YEAR } from './harness.ts';

type Credentials = Key & { base_url: string; partner_id: string; operator_token: string };
const server = (): pg.ClientConfig => JSON.parse(process.env['TEST_PG']!) as pg.ClientConfig;
const key32 = (): string => randomBytes(32).toString('base64');

async function admin<T = Record<string, unknown>>(
  config: pg.ClientConfig,
  sql: string,
  params: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(sql, params)).rows as T[];
  } finally {
    await client.end();
  }
}

const bookingOf = (user: string) => ({
  departure_date: IN_A_YEAR,
  booking_id: `TRIP-${user}`,
  package_specifications: [{ external_user_id: user, destination: 'GR', size: '1GB' }],
});

describe('hubby start', () => {
  const folder = dataFolder();
  const env = { HUBBY_DATA_DIR: folder.dir, PORT: '0' };
  const running: Process[] = [];
  after(async () => {
    for (const one of running) if (one.isRunning()) await one.kill();
    await folder.remove();
  });
  const credentials = (): Credentials =>
    JSON.parse(fs.readFileSync(path.join(folder.dir, 'credentials.json'), 'utf8')) as Credentials;
  const start = async (
    more: Record<string, string> = {},
  ): Promise<{ one: Process; url: string }> => {
    const one = hubby(['start'], { ...env, ...more });
    running.push(one);
    return { one, url: await address(one) };
  };
  let first: Credentials;
  let current: Process;
  let booking: { id: string; package_queues: { id: string }[] };
  const bookingIsThere = async (url: string): Promise<void> => {
    assert.equal(
      (await call(url, first, 'GET', `/api/bookings/${booking.id}`)).body.data?.id,
      booking.id,
    );
  };

  it('prints what a newcomer needs and writes it into credentials.json, readable by its owner only', async () => {
    const { one, url } = await start();
    current = one;
    first = credentials();
    assert.deepEqual(Object.keys(first).sort(), [
      'api_key',
      'api_secret',
      'base_url',
      'operator_token',
      'partner_id',
    ]);
    assert.equal(first.base_url, url);
    for (const name of ['credentials.json', 'secret.key'])
      assert.equal(fs.statSync(path.join(folder.dir, name)).mode & 0o777, 0o600, name);
    for (const value of [url, first.api_key, first.api_secret, first.partner_id])
      assert.ok(one.output().includes(value), value);
    assert.ok(!one.output().includes(first.operator_token), 'a log is no place for it');
    const curl = /curl -s (\S+)((?:\s+\\?\s*-H '[^']+')+)/.exec(one.output())!;
    const headers = Object.fromEntries(
      [...curl[2]!.matchAll(/-H '([^:]+): ([^']+)'/g)].map((m) => [m[1], m[2]]),
    ) as Record<string, string>;
    assert.equal((await fetch(curl[1]!, { headers })).status, 200, 'the printed request works');
  });

  it('serves, and works what was booked', async () => {
    const { base_url: url, operator_token, partner_id } = first;
    for (const probe of ['/livez', '/readyz']) {
      const reply = await call(url, null, 'GET', probe);
      assert.deepEqual([reply.status, reply.body], [200, { status: 'ok' }]);
    }
    const partners = (await call(url, operator_token, 'GET', '/api/operator/partners')).body.data;
    assert.deepEqual(
      partners.map((p: { id: string; name: string }) => [p.id, p.name]),
      [[partner_id, 'Demo Travel']],
    );
    const booked = await call(url, first, 'POST', '/api/bookings', bookingOf('keeper'));
    assert.equal(booked.status, 201);
    booking = booked.body.data;
    await until(
      'the eSIM',
      async () =>
        (await call(url, first, 'GET', '/api/native/user-dashboard?external_user_id=keeper')).body
          .data.user.has_universal_esim,
    );
    assert.equal(
      (
        await call(url, first, 'POST', '/api/native/redeem-package', {
          external_user_id: 'keeper',
          package_queue_id: booking.package_queues[0]!.id,
        })
      ).status,
      200,
    );
  });

  it('assigns a package to a booking that names a destination only, at the first try', async () => {
    const { status, body } = await call(first.base_url, first, 'POST', '/api/bookings', {
      booking_id: 'OTA-1',
      departure_date: IN_A_YEAR,
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
      package_specifications: [{ destination: 'GR' }],
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
    });
    assert.equal(status, 201, JSON.stringify(body));
    const [code] = body.data.promo_codes;
    assert.deepEqual([code.iso3, code.package_size], ['GRC', '1GB']);
  });

  describe('the commands against it', () => {
    const cli = async (...args: string[]): Promise<string> => {
      const { code, output } = await run(args, env);
      assert.equal(code, 0, output);
      return output.trim();
    };
    let partner: Key & { partner_id: string };

    it("partner create --json prints the API's data and nothing else; list, show and settings", async () => {
      partner = JSON.parse(
        await cli('partner', 'create', '--name', 'Blue Sky Airlines', '--json'),
      ) as typeof partner;
      assert.deepEqual(Object.keys(partner).sort(), ['api_key', 'api_secret', 'partner_id']);
      assert.equal(
        (await call(first.base_url, partner, 'GET', '/api/destinations/GR')).status,
        200,
      );
      const [list, shown] = await Promise.all([
        cli('partner', 'list'),
        cli('partner', 'show', partner.partner_id, '--json'),
      ]);
      assert.match(
        list,
        new RegExp(`${partner.partner_id}  Blue Sky Airlines  \\(blue-sky-airlines\\)`),
      );
      assert.equal(JSON.parse(shown).settings.esim_assignment, 'booking');
      assert.ok(!shown.includes(partner.api_secret));
      const set = JSON.parse(
        await cli(
          'partner',
          'settings',
          partner.partner_id,
          '--set',
          '{"esim_assignment":"redemption"}',
          '--json',
        ),
      );
      assert.equal(set.settings.esim_assignment, 'redemption');
    });

    it('key create and revoke', async () => {
      const made = JSON.parse(
        await cli('key', 'create', partner.partner_id, '--label', 'second', '--json'),
      ) as Key;
      assert.equal((await call(first.base_url, made, 'GET', '/api/destinations/GR')).status, 200);
      await cli('key', 'revoke', made.api_key);
      await until(
        'the key to stop working',
        async () =>
          (await call(first.base_url, made, 'GET', '/api/destinations/GR')).body.error?.type ===
          'api_key_revoked',
      );
      assert.equal(
        (await call(first.base_url, partner, 'GET', '/api/destinations/GR')).status,
        200,
      );
    });

    it('catalog export and import', async () => {
      const file = path.join(folder.dir, 'catalog.csv');
      await cli('catalog', 'export', '--out', file);
      assert.match(fs.readFileSync(file, 'utf8'), /^bundle_id,destination,/);
      assert.match(
        await cli('catalog', 'import', file),
        /^\d+ bundles for \d+ destinations are in force\.$/,
      );
      fs.writeFileSync(file, 'bundle_id\nx');
      const { code, output } = await run(['catalog', 'import', file], env);
      assert.equal(code, 1);
      assert.match(output, /400 invalid_catalog/);
      assert.doesNotMatch(output, /\n\s+at /, 'no stack trace');
    });

    it('sign and review list', async () => {
      const [signed, review] = await Promise.all([
        cli('sign', 'get', '/api/bookings?perPage=1', '--json'),
        cli('review', 'list'),
      ]);
      assert.equal(
        (
          await fetch(`${first.base_url}/api/bookings?perPage=1`, {
            headers: JSON.parse(signed) as Record<string, string>,
          })
        ).status,
        200,
      );
      assert.equal(review, 'Nothing waits for review.');
    });

    it('say what is wrong without a server', async () => {
      const { code, output } = await run(['partner', 'list', '--url', 'http://127.0.0.1:9'], env);
      assert.equal(code, 1);
      assert.match(output, /cannot be reached/);
      const nothing = await run(['partner', 'list'], {
        HUBBY_DATA_DIR: path.join(folder.dir, 'nothing'),
      });
      assert.equal(nothing.code, 1);
      assert.match(nothing.output, /start Hubby here first/);
    });
  });

  it('a second start in the folder joins the database and leaves the address of the first', async () => {
    const second = await start();
    assert.notEqual(second.url, first.base_url);
    assert.deepEqual(credentials(), first);
    assert.ok(second.one.output().includes(`keeps ${first.base_url}, which answers too`));
    await bookingIsThere(second.url);
    assert.equal(await second.one.kill('SIGTERM'), 0);
    assert.notEqual(folder.postmaster(), null, 'the first goes on');
  });

  it('stops all at SIGINT, PostgreSQL included, with exit code 0', async () => {
    assert.notEqual(folder.postmaster(), null);
    assert.equal(await current.kill('SIGINT'), 0, current.output());
    assert.equal(folder.postmaster(), null);
    await assert.rejects(fetch(`${first.base_url}/livez`));
  });

  it("refuses another HUBBY_SECRET_KEY than the stored secrets'", async () => {
    const { code, output } = await run(['start'], { ...env, HUBBY_SECRET_KEY: key32() });
    assert.equal(code, 1);
    assert.match(output, /HUBBY_SECRET_KEY .*is not the key/);
    assert.equal(folder.postmaster(), null, 'nothing is left running');
    assert.deepEqual(credentials(), first);
  });

  it('finds everything again at the second start', async () => {
    const { one, url } = await start();
    current = one;
    assert.deepEqual({ ...credentials(), base_url: '' }, { ...first, base_url: '' });
    assert.equal(credentials().base_url, url);
    await bookingIsThere(url);
    assert.equal(
      (await call(url, first.operator_token, 'GET', '/api/operator/partners')).body.data.length,
      2,
    );
  });

  it('recovers from kill -9, the database left running', async () => {
    const orphan = folder.postmaster();
    assert.equal(await current.kill('SIGKILL'), 'SIGKILL');
    assert.equal(folder.postmaster(), orphan);
    const { one, url } = await start();
    current = one;
    await bookingIsThere(url);
    assert.equal(
      (await call(url, first, 'POST', '/api/bookings', bookingOf('after-crash'))).status,
      201,
    );
  });

  it('starts a database again that dies under it, and goes on', async () => {
    const dead = folder.postmaster()!;
    process.kill(dead, 'SIGKILL');
    const url = credentials().base_url;
    // 201, or 200 when an attempt before was stored but its answer got lost with the database.
    await until('a booking is taken again', async () =>
      [200, 201].includes(
        (await call(url, first, 'POST', '/api/bookings', bookingOf('healed'))).status,
      ),
    );
    await until(
      'its eSIM is made',
      async () =>
        (await call(url, first, 'GET', '/api/native/user-dashboard?external_user_id=healed')).body
          .data?.user.has_universal_esim,
    );
    assert.notEqual(folder.postmaster(), dead);
    await bookingIsThere(url);
  });

  it('recovers from kill -9 of both', async () => {
    const database = folder.postmaster()!;
    await current.kill('SIGKILL');
    process.kill(database, 'SIGKILL');
    const { one, url } = await start();
    current = one;
    await bookingIsThere(url);
    assert.equal(await current.kill('SIGTERM'), 0, current.output());
    assert.equal(folder.postmaster(), null);
  });
});

describe('the configuration', () => {
  const wrong: [string, Record<string, string>, RegExp][] = [
    ['an unknown variable', { HUBBY_SECRET_KEI: 'x' }, /HUBBY_SECRET_KEI: unknown variable/],
    [
      'several at once',
      { HUBBY_ENV: 'prod', PORT: 'x', HUBBY_PUBLIC_URL: 'ftp://x', HUBBY_COLOR: '1' },
      /^(?=[^]*HUBBY_ENV: )(?=[^]*PORT: )(?=[^]*HUBBY_PUBLIC_URL: )(?=[^]*HUBBY_COLOR: )/,
    ],
    [
      'a short key',
      { HUBBY_SECRET_KEY: 'c2hvcnQ=' },
      /HUBBY_SECRET_KEY: expected 32 bytes in base64/,
    ],
    [
      'production without a key',
      { HUBBY_ENV: 'production' },
      /HUBBY_SECRET_KEY: required in production/,
    ],
    [
      "staging's freedoms in production",
      { HUBBY_ENV: 'production', HUBBY_SECRET_KEY: key32(), HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' },
      /HUBBY_ALLOW_PRIVATE_WEBHOOKS: not allowed in production/,
    ],
  ];
  it('is refused at start, naming every wrong variable', async () => {
    await Promise.all(
      wrong.flatMap(([what, env, expected]) =>
        ['start', 'serve'].slice(0, what.startsWith('several') ? 2 : 1).map(async (command) => {
          const { code, output } = await run([command], {
            HUBBY_DATA_DIR: '/nonexistent/hubby',
            ...env,
          });
          assert.equal(code, 1, what);
          assert.match(output, expected, what);
          assert.doesNotMatch(output, /\n\s+at /, 'no stack trace');
        }),
      ),
    );
  });
});

describe("on a database of one's own", () => {
  const folder = dataFolder();
  const databases: string[] = [];
  const running: Process[] = [];
  const name = (): string => {
    const made = `p_${process.pid}_${databases.length}`;
    databases.push(made);
    return made;
  };
  after(async () => {
    for (const one of running) if (one.isRunning()) await one.kill();
    for (const database of databases)
      await admin(server(), `drop database if exists ${database} with (force)`);
    await folder.remove();
  });
  const launch = (command: string, env: Record<string, string>): Process => {
    const one = hubby([command], { HUBBY_DATA_DIR: folder.dir, PORT: '0', ...env });
    running.push(one);
    return one;
  };

  it('serve and work refuse a database that is not migrated, and say what to do', async () => {
    const database = name();
    await admin(server(), `create database ${database}`);
    for (const command of ['serve', 'work']) {
      const { code, output } = await run([command], {
        HUBBY_DATA_DIR: folder.dir,
        PORT: '0',
        DATABASE_URL: urlOf(server(), { database }),
      });
      assert.equal(code, 1);
      assert.match(output, /run npx hubby migrate first/);
      assert.doesNotMatch(output, /\n\s+at /);
    }
  });

  it('say so when there is no database', async () => {
    const { code, output } = await run(['serve'], {
      HUBBY_DATA_DIR: folder.dir,
      DATABASE_URL: urlOf(server(), { database: 'nothing_of_this_name' }),
    });
    assert.equal(code, 1);
    assert.notEqual(output.trim(), '');
    assert.doesNotMatch(output, /\n\s+at /);
  });

  it('migrated by a superuser: two serve and two work share it', async () => {
    const database = name();
    await admin(server(), `create database ${database}`);
    const env = { DATABASE_URL: urlOf(server(), { database }) };
    const seeded = await run(['seed'], { HUBBY_DATA_DIR: folder.dir, ...env });
    assert.equal(seeded.code, 0, seeded.output);
    assert.match(seeded.output, /The schema is at version \d+/);
    const again = await run(['migrate'], { HUBBY_DATA_DIR: folder.dir, ...env });
    assert.equal(again.code, 0, again.output);
    const key = JSON.parse(
      fs.readFileSync(path.join(folder.dir, 'credentials.json'), 'utf8'),
    ) as Credentials;
    const nodes = [
      launch('serve', env),
      launch('serve', env),
      launch('work', env),
      launch('work', env),
    ];
    const urls = await Promise.all(nodes.slice(0, 2).map(address));
    const users = Array.from({ length: 20 }, (_, i) => `shared-${i}`);
    // The same booking on both nodes at once is one booking.
    const answers = await Promise.all(
      users.map((u) =>
        Promise.all(
          urls.map((url) => served(() => call(url, key, 'POST', '/api/bookings', bookingOf(u)))),
        ),
      ),
    );
    for (const pair of answers) {
      assert.deepEqual(pair.map((a) => a.status).sort(), [200, 201]);
      assert.equal(pair[0]!.body.data.id, pair[1]!.body.data.id);
    }
    await until('an eSIM for everyone', async () =>
      (
        await Promise.all(
          users.map((u, i) =>
            served(() =>
              call(urls[i % 2]!, key, 'GET', `/api/native/user-dashboard?external_user_id=${u}`),
            ),
          ),
        )
      ).every((d) => d.body.data.user.has_universal_esim),
    );
    const redeemed = await Promise.all(
      users.map((u, i) =>
        Promise.all(
          urls.map((url) =>
            served(() =>
              call(url, key, 'POST', '/api/native/redeem-package', {
                external_user_id: u,
                package_queue_id: answers[i]![0]!.body.data.package_queues[0].id,
              }),
            ),
          ),
        ),
      ),
    );
    for (const pair of redeemed)
      assert.deepEqual(pair.map((a) => a.body.error?.type ?? 'ok').sort(), [
        'already_redeemed',
        'ok',
      ]);
    const config = { connectionString: env.DATABASE_URL };
    await assertSound((text, params) => admin(config, text, params) as never);
    assert.equal((await admin(config, 'select 1 from telco.orders')).length, 40);
    assert.deepEqual(await Promise.all(nodes.map((node) => node.kill('SIGTERM'))), [0, 0, 0, 0]);
    for (const node of nodes) assert.doesNotMatch(node.output(), /LPA:1|"level":50/);
  });

  it('production: no demo partner, no sandbox, and of all secrets the operator token only, once', async () => {
    const own = dataFolder();
    try {
      const database = name();
      await admin(server(), `create database ${database}`);
      const env = {
        HUBBY_DATA_DIR: path.join(own.dir, 'made', 'by', 'seed'),
        HUBBY_ENV: 'production',
        HUBBY_SECRET_KEY: key32(),
        DATABASE_URL: urlOf(server(), { database }),
      };
      const first = launch('start', env);
      const url = await address(first);
      const stored = JSON.parse(
        fs.readFileSync(path.join(env.HUBBY_DATA_DIR, 'credentials.json'), 'utf8'),
      ) as Credentials;
      assert.deepEqual(Object.keys(stored).sort(), ['base_url', 'operator_token']);
      assert.ok(first.output().includes(stored.operator_token), first.output());
      assert.doesNotMatch(first.output(), /hk_|hs_|API secret/);
      assert.deepEqual(
        (await call(url, stored.operator_token, 'GET', '/api/operator/partners')).body.data,
        [],
      );
      const key = (
        await call(url, stored.operator_token, 'POST', '/api/operator/partners', { name: 'Live' })
      ).body.data as Key;
      assert.match(key.api_key, /^hk_live_/);
      assert.equal((await call(url, key, 'GET', '/api/destinations')).status, 200);
      for (const [method, target] of [
        ['POST', '/api/sandbox/fail'],
        ['GET', '/api/sandbox/ledger'],
        ['POST', '/api/sandbox/reset'],
        ['POST', '/api/sandbox/clock'],
      ] as const) {
        const reply = await call(url, key, method, target, method === 'POST' ? {} : undefined);
        assert.deepEqual([reply.status, reply.body.error?.type], [404, 'not_found'], target);
      }
      assert.equal(await first.kill('SIGTERM'), 0);
      const second = launch('start', env);
      const urlAgain = await address(second);
      assert.ok(!second.output().includes(stored.operator_token));
      assert.equal(
        (await call(urlAgain, stored.operator_token, 'GET', '/api/operator/partners')).body.data
          .length,
        1,
      );
      assert.equal(await second.kill('SIGTERM'), 0);
      const refused = async (command: string, over: object, expected: RegExp): Promise<void> => {
        const { code, output } = await run([command], { ...env, PORT: '0', ...over });
        assert.deepEqual([code, expected.test(output)], [1, true], `${command}: ${output}`);
        assert.doesNotMatch(output, /\n\s+at /, 'no stack trace');
      };
      const asSuperuser = { HUBBY_APP_DATABASE_URL: env.DATABASE_URL };
      await Promise.all([
        ...['start', 'serve', 'work', 'migrate'].map((command) =>
          refused(command, { HUBBY_ENV: 'staging' }, /belongs to production.*Set HUBBY_ENV/),
        ),
        refused('serve', asSuperuser, /superuser; Hubby does not serve as it/),
      ]);
    } finally {
      await own.remove();
    }
  });
});

describe('migrated by a plain owner', () => {
  const folder = dataFolder();
  let own: Embedded;
  before(async () => {
    own = await startEmbedded(folder.dir, { settings: { fsync: 'off', shared_buffers: '32MB' } });
  });
  after(async () => {
    await own.stop();
    await folder.remove();
  });
  const as = (user: string, database: string): string =>
    urlOf(own.config(database), { user, password: 'x' });

  it('who may create roles: everything is made, and serve runs', async () => {
    await admin(own.config(), `create role owner_one login createrole password 'x'`);
    await admin(own.config(), 'create database one owner owner_one');
    const env = { HUBBY_DATA_DIR: folder.dir, PORT: '0', DATABASE_URL: as('owner_one', 'one') };
    const seeded = await run(['seed'], env);
    assert.equal(seeded.code, 0, seeded.output);
    const [server, worker] = [hubby(['serve'], env), hubby(['work'], env)];
    try {
      const url = await address(server);
      const key = JSON.parse(
        fs.readFileSync(path.join(folder.dir, 'credentials.json'), 'utf8'),
      ) as Credentials;
      assert.equal((await call(url, key, 'POST', '/api/bookings', bookingOf('owned'))).status, 201);
      await until(
        'the eSIM',
        async () =>
          (await call(url, key, 'GET', '/api/native/user-dashboard?external_user_id=owned')).body
            .data.user.has_universal_esim,
      );
      const sessions = await admin<{ usename: string }>(
        own.config('one'),
        `select distinct usename from pg_stat_activity where datname = 'one' and pid <> pg_backend_pid()`,
      );
      assert.deepEqual(sessions, [{ usename: 'hubby_app' }], 'nobody serves as the owner');
    } finally {
      assert.deepEqual([await server.kill('SIGTERM'), await worker.kill('SIGTERM')], [0, 0]);
    }
    assert.deepEqual(
      await admin(
        own.config('one'),
        `select rolname from pg_roles where rolname = 'hubby_app' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
      ),
      [],
    );
  });

  it('who may not: says what an administrator has to do, and works after that', async () => {
    await admin(own.config(), `create role owner_two login password 'x'`);
    await admin(own.config(), 'create database two owner owner_two');
    const env = {
      HUBBY_DATA_DIR: path.join(folder.dir, 'two'),
      DATABASE_URL: as('owner_two', 'two'),
    };
    const refused = await run(['migrate'], env);
    assert.equal(refused.code, 1);
    assert.match(refused.output, /grant hubby_app to owner_two;/);
    await admin(own.config(), 'grant hubby_app to owner_two');
    const migrated = await run(['migrate'], env);
    assert.equal(migrated.code, 0, migrated.output);
    assert.match(migrated.output, /Still to do: .*HUBBY_APP_DATABASE_URL/);
    await admin(own.config(), `create role app_two login password 'x'; grant hubby_app to app_two`);
    const given = { ...env, HUBBY_APP_DATABASE_URL: as('app_two', 'two') };
    const seeded = await run(['seed'], given);
    assert.equal(seeded.code, 0, seeded.output);
    assert.deepEqual(
      await admin(own.config('two'), `select value from meta where key = 'environment'`),
      [{ value: 'staging' }],
    );
  });
});
