/** Whose a database is, and as whom it is served: what a process refuses before it serves. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { checkDatabase } from '../src/start/check-database.ts';
import { readAddress, withOptions } from '../src/db/address.ts';
import { claim, refuseFreeRole, refuseStranger } from '../src/db/identity.ts';
import { createDb, type Db } from '../src/db/pool.ts';
import { SESSION_OPTIONS, storeDefaults } from '../src/db/session.ts';
import { Ways } from '../src/db/ways.ts';
import { makeSecrets } from '../src/secrets.ts';
import { cloneTemplate } from './support/template.ts';

const secrets = () => makeSecrets(randomBytes(32));
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let admin: pg.Pool;
let db: Db;
before(async () => {
  clone = await cloneTemplate();
  admin = new pg.Pool({ ...clone.config, max: 4 });
  admin.on('error', () => {});
  db = createDb(clone.app, { max: 2 });
});
after(async () => {
  await db.end();
  await admin.end();
  await clone.drop();
});
const forget = () => admin.query(`delete from meta; delete from api_keys; delete from partners`);
const partner = (isDemo: boolean) =>
  admin.query(`insert into partners (id, name, slug, is_demo) values ('prt_x', 'X', 'x', $1)`, [
    isDemo,
  ]);
const key = (id: string) =>
  admin.query(
    `insert into api_keys (id, partner_id, secret_sealed) values ($1, 'prt_x', '\\x00')`,
    [id],
  );

describe('a database remembers its environment', () => {
  const mine = { fingerprints: ['one'] };
  const staging = { env: 'staging', ...mine } as const;
  const production = { env: 'production', ...mine } as const;
  const told = async () =>
    (await admin.query(`select value from meta where key = 'environment'`)).rows[0]?.value;

  const unmarked: [string, () => Promise<unknown>, 'staging' | 'production'][] = [
    ['with a demo partner', () => partner(true), 'staging'],
    ['with an hk_test_ key', () => partner(false).then(() => key('hk_test_a')), 'staging'],
    ['with an hk_live_ key', () => partner(false).then(() => key('hk_live_a')), 'production'],
    [
      'with keys of both, which a production process has left there',
      () => partner(false).then(() => Promise.all([key('hk_test_a'), key('hk_live_a')])),
      'staging',
    ],
  ];
  for (const [what, fill, its] of unmarked)
    it(`an unmarked one ${what} is of ${its}`, async () => {
      await forget();
      await fill();
      const [right, wrong] = its === 'staging' ? [staging, production] : [production, staging];
      await assert.rejects(refuseStranger(admin, wrong), new RegExp(`belongs to ${its}`));
      await assert.rejects(claim(db.pool, wrong), new RegExp(`Set HUBBY_ENV=${its}`));
      await claim(db.pool, right);
      assert.equal(await told(), its);
    });

  it('an empty one is of whoever opens it first, and looking at it does not open it', async () => {
    await forget();
    assert.equal(await refuseStranger(admin, staging), null);
    assert.equal(await told(), undefined);
    const [a, b] = await Promise.allSettled([claim(db.pool, production), claim(db.pool, staging)]);
    assert.deepEqual([a.status, b.status].sort(), ['fulfilled', 'rejected']);
    assert.equal(await told(), a.status === 'fulfilled' ? 'production' : 'staging');
  });

  it('the application can overwrite nothing of it', async () => {
    for (const change of [
      `update meta set value = 'x'`,
      `delete from meta`,
      `insert into meta (key, value) values ('environment', 'x') on conflict (key) do update set value = 'x'`,
    ])
      await assert.rejects(db.rows(change), { code: '42501' });
  });

  it('a process of the other one, or with another key, does not open it', async () => {
    await forget();
    const own = secrets();
    await checkDatabase(db, 'production', own);
    await checkDatabase(db, 'production', own);
    await assert.rejects(checkDatabase(db, 'staging', own), /belongs to production/);
    await assert.rejects(checkDatabase(db, 'production', secrets()), /HUBBY_SECRET_KEY .*is not/);
  });
});

describe('whoever could reach more does not serve', () => {
  const roles: [string, string][] = [
    ['superuser', 'login superuser'],
    ['bypasser', 'login bypassrls'],
    ['heir', 'login'],
  ];
  const nameOf = (role: string): string => `free_${role}_${process.pid}`;
  before(async () => {
    for (const [role, how] of roles)
      await admin.query(`create role ${nameOf(role)} ${how} password 'x' in role hubby_app`);
    await admin.query(`create role ${nameOf('owner')} login password 'x' in role hubby_app`);
    await admin.query(`alter table destinations owner to ${nameOf('owner')}`);
    await admin.query(`grant ${nameOf('superuser')} to ${nameOf('heir')}`);
  });
  after(async () => {
    await admin.query('alter table destinations owner to current_user');
    for (const role of ['heir', 'owner', 'bypasser', 'superuser'])
      await admin.query(`drop owned by ${nameOf(role)}; drop role ${nameOf(role)}`);
  });
  for (const [role, reach] of [
    ['superuser', /is, or may become, a superuser/],
    ['bypasser', /allowed to bypass row-level security/],
    ['heir', /a superuser/],
    ['owner', /the owner of the database or its tables/],
  ] as const)
    it(role, async () => {
      const other = createDb({ ...clone.config, user: nameOf(role), password: 'x' }, { max: 1 });
      try {
        const [{ role: acts }] = (await other.rows(`select current_user as role`)) as [Row];
        assert.equal(acts, 'hubby_app', 'it acts as the application, and would pass unseen');
        await assert.rejects(refuseFreeRole(other.pool), reach);
      } finally {
        await other.end();
      }
    });
  it('the application may', () => refuseFreeRole(db.pool));
});
type Row = { role: string };

describe('a session that is not what it must be is given to nobody', () => {
  it("options of the URL's stay, and ours count", async () => {
    const address = {
      ...clone.app,
      options: '-c search_path=public,pg_catalog -c statement_timeout=0 -c role=none',
    };
    const other = createDb(address, { max: 1 });
    try {
      const row = await other.one(
        `select current_user as role, current_setting('search_path') as path, current_setting('statement_timeout') as limit`,
      );
      assert.deepEqual(row, { role: 'hubby_app', path: 'public,pg_catalog', limit: '1min' });
    } finally {
      await other.end();
    }
  });

  it('what a pooler drops is noticed, named, and mended by what migrate stores', async () => {
    // A pooled address asks for nothing, as if what it asks for were dropped.
    const pooled = { ...clone.app, isPooled: true };
    const lost = createDb(pooled, { max: 1 });
    await assert.rejects(lost.rows('select 1'), (error: Error) => {
      for (const name of ['statement_timeout is 0', 'lock_timeout', 'idle_in_transaction'])
        assert.ok(error.message.includes(name), error.message);
      assert.match(error.message, /npx hubby migrate/);
      return true;
    });
    await lost.end();
    const asOwner = createDb({ ...clone.config, isPooled: true }, { max: 1 });
    await assert.rejects(asOwner.rows('select 1'), /role is \w+ instead of hubby_app/);
    await asOwner.end();

    const client = new pg.Client(clone.app);
    await client.connect();
    assert.deepEqual([await storeDefaults(client), await storeDefaults(client)], [true, false]);
    await client.end();
    const mended = createDb(pooled, { max: 1 });
    const row = await mended.one<{ limit: string }>(
      `select current_setting('statement_timeout') as limit`,
    );
    assert.equal(row?.limit, '1min');
    await mended.end();
  });
});

describe('DATABASE_URL', () => {
  const cases: [string, object][] = [
    [
      'postgres://u:p%40@a:1,b,[::1]:3/db?application_name=x',
      {
        user: 'u',
        password: 'p@',
        database: 'db',
        application_name: 'x',
        hosts: [
          { host: 'a', port: 1 },
          { host: 'b', port: 5432 },
          { host: '::1', port: 3 },
        ],
      },
    ],
    [
      'postgres:///db?host=/run/a,/run/b&port=6&user=u',
      {
        user: 'u',
        database: 'db',
        hosts: [
          { host: '/run/a', port: 6 },
          { host: '/run/b', port: 6 },
        ],
      },
    ],
    ['postgres://u@h/db', { user: 'u', host: 'h', port: 5432, database: 'db' }],
    [
      'postgres://u@h/db?statement_timeout=0&options=-c%20lock_timeout%3D0',
      { host: 'h', options: '-c lock_timeout=0' },
    ],
  ];
  for (const [url, expected] of cases)
    it(url, () => {
      const address = readAddress(url) as Record<string, unknown>;
      assert.partialDeepStrictEqual(address, expected);
      assert.ok(!('statement_timeout' in address), 'our limits stand');
    });

  it('names the database even where others log in to it', () => {
    assert.equal(readAddress('postgres://u@h').database, 'u');
  });

  it('of several hosts the one that takes writes is found, and found anew', async () => {
    const dead = { host: '127.0.0.1', port: 9 };
    const { host, port } = clone.app as { host: string; port: number };
    const address = { ...clone.app, hosts: [dead, { host, port }] };
    const ways = new Ways(address);
    const other = createDb({ ...address, ...dead, ways }, { max: 1 });
    try {
      assert.deepEqual(await other.one('select 1 as n'), { n: 1 });
      const way = await ways.find();
      assert.equal(way.host?.port, port);
      ways.lost(way);
      assert.notEqual(await ways.find(), way);
    } finally {
      await other.end();
    }
  });

  it('a host that only reads is passed by, and said when there is no other', async () => {
    const { host, port } = clone.app as { host: string; port: number };
    const reader = withOptions(clone.app, '-c default_transaction_read_only=on');
    const ways = new Ways({
      ...reader,
      hosts: [
        { host, port },
        { host, port },
      ],
    });
    await assert.rejects(ways.find(), /no host takes writes/);
    assert.match(SESSION_OPTIONS, /role=hubby_app/);
  });
});
