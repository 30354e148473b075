import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { startTelco } from '../src/sandbox-telco/server.ts';
import { SECRET, telco } from './support/telco-db.ts';
import { until } from './faults/checks.ts';
import { sentAs } from './support/about-orders.ts';

const template = { id: 'tpl-1', bytes: 1000, duration_days: 7, coverage: ['ESP'], imsi: null };
const order = (extra: object = {}) => ({
  reference: randomUUID(),
  customer: 'c',
  kind: 'create_esim',
  template,
  ...extra,
});

let t: Awaited<ReturnType<typeof telco>>;
before(async () => {
  t = await telco();
});
after(() => t.close());

test('nothing is answered without the token', async () => {
  const paths = [
    '/v1/sandbox-one/orders?reference=x',
    '/v1/customers/c/ledger',
    '/v1/nobody/orders',
    '/nowhere',
  ];
  for (const authorization of [
    '',
    'Bearer',
    `Bearer ${SECRET}x`,
    `bearer ${SECRET}`,
    `Basic ${SECRET}`,
    'Bearer undefined',
  ]) {
    for (const path of paths)
      assert.equal(
        (await t.http('GET', path, undefined, { headers: { authorization } })).status,
        401,
      );
  }
  assert.equal((await t.http('GET', paths[0]!)).status, 200);
});

test('device states: every transition, legal or not', async () => {
  const to = {
    install: 'INSTALLED',
    enable: 'ENABLED',
    disable: 'DISABLED',
    remove: 'DELETED',
  } as const;
  const legal: Record<string, string[]> = {
    RELEASED: ['install', 'remove'],
    INSTALLED: ['enable', 'remove'],
    ENABLED: ['disable', 'remove'],
    DISABLED: ['enable', 'remove'],
    DELETED: [],
  };
  const made = (await t.http('POST', '/v1/sandbox-one/orders', order())).body;
  const path = `/v1/sandbox-one/profiles/${made.profile.iccid}`;
  for (const [from, actions] of Object.entries(legal)) {
    for (const action of Object.keys(to) as (keyof typeof to)[]) {
      await t.pool.query('update telco.profiles set state = $1 where iccid = $2', [
        from,
        made.profile.iccid,
      ]);
      const before = (await t.http('GET', path)).body;
      const answer = await t.http('POST', `${path}/state`, { action });
      const is = (await t.http('GET', path)).body;
      const allowed = actions.includes(action);
      assert.deepEqual(
        [answer.status, is.profile.state],
        allowed ? [200, to[action]] : [409, from],
        `${from} ${action}`,
      );
      assert.equal(is.state_changed_at > before.state_changed_at, allowed);
    }
  }
  assert.equal(
    (
      await t.http('POST', '/v1/sandbox-two/profiles/' + made.profile.iccid + '/state', {
        action: 'install',
      })
    ).status,
    404,
  );
});

test('ill-formed requests get 4xx and are not recorded', async () => {
  const before = await t.count('calls');
  const bad = [
    '',
    '{',
    '[]',
    'null',
    order({ reference: undefined }),
    order({ reference: 'a\u0000b' }),
    order({ reference: 'x'.repeat(101) }),
    order({ customer: '\ud800' }),
    order({ kind: 'gift' }),
    order({ iccid: '8999901000000000016' }),
    order({ kind: 'add_package' }),
    order({ kind: 'add_package', iccid: '8999901000000000016', template: undefined }),
    order({ kind: 'add_package', iccid: '1' }),
    ...[0, -1, 1.5, 2 ** 60, '1000'].map((bytes) => order({ template: { ...template, bytes } })),
    order({ template: { ...template, duration_days: 0 } }),
    order({ template: { ...template, coverage: ["'"] } }),
    order({ template: { ...template, coverage: Array(301).fill('ESP') } }),
    order({ pad: 'x'.repeat(20_000) }),
  ];
  for (const body of bad) {
    const { status } = await t.http('POST', '/v1/sandbox-one/orders', body);
    assert.ok(status >= 400 && status < 500, `${status} for ${JSON.stringify(body).slice(0, 200)}`);
  }
  const paths = [
    'limit=1000',
    'limit=x',
    'since=2025-13-45T00:00:00Z',
    'since=now',
    'cursor=1',
    'cursor=1_x',
    'reference=%00',
  ];
  for (const query of paths)
    assert.equal((await t.http('GET', `/v1/sandbox-one/orders?${query}`)).status, 400, query);
  assert.equal((await t.http('GET', '/v1/sandbox-one/profiles/1')).status, 400);
  assert.equal(
    (await t.http('PUT', '/v1/customers/c/faults', { next: 'error', count: -1 })).status,
    400,
  );
  assert.equal(
    (await t.http('PUT', '/v1/customers/c/faults', { next: 'all', count: 1 })).status,
    400,
  );
  assert.equal((await t.http('POST', '/v1/nobody/orders', order())).status, 404);
  assert.equal((await t.http('POST', '/v1/customers/orders', order())).status, 404);
  assert.equal(await t.count('calls'), before);
});

test('a customer can be forgotten as a whole, others stay', async () => {
  const [gone, stays] = [randomUUID(), randomUUID()];
  for (const customer of [gone, stays]) {
    const made = (await t.http('POST', '/v1/sandbox-one/orders', order({ customer }))).body;
    await t.http(
      'POST',
      '/v1/sandbox-one/orders',
      order({ customer, kind: 'add_package', iccid: made.profile.iccid }),
    );
    await t.http('PUT', `/v1/customers/${customer}/faults`, { next: 'error', count: 1 });
  }
  assert.equal((await t.http('DELETE', `/v1/customers/${gone}`)).status, 200);
  for (const table of ['profiles', 'orders', 'packages', 'calls', 'faults']) {
    assert.equal(await t.count(`${table} where customer = $1`, gone), 0, table);
    assert.notEqual(await t.count(`${table} where customer = $1`, stays), 0, table);
  }
});

test('instants follow the clock that was given, latency the account', async () => {
  const front = await startTelco({
    pool: t.pool,
    secret: SECRET,
    now: () => new Date('2031-02-03T04:05:06.789Z'),
  });
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
  const started = performance.now();
  const answer = await fetch(`${front.url}/v1/sandbox-two/orders`, {
    method: 'POST',
    headers,
    body: JSON.stringify(order()),
  });
  const made = (await answer.json()) as { created_at: string };
  assert.ok(performance.now() - started >= 19);
  assert.equal(new Date(made.created_at).toISOString(), '2031-02-03T04:05:06.789Z');
  await front.close();
});

test('closing lets go of held calls, and a held call ends with its client', async () => {
  const front = await startTelco({ pool: t.pool, secret: SECRET });
  const customer = randomUUID();
  await t.http('PUT', `/v1/customers/${customer}/faults`, { next: 'timeout', count: 2 });
  const send = (signal?: AbortSignal) =>
    fetch(`${front.url}/v1/sandbox-one/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
      body: JSON.stringify(order({ customer })),
      signal: signal ?? null,
    });
  const isPlaced = (orders: number): Promise<boolean> =>
    until(
      'it is placed',
      async () => (await t.count('orders where customer = $1', customer)) === orders,
    );
  const patience = new AbortController();
  const left = assert.rejects(send(patience.signal));
  await isPlaced(1);
  patience.abort();
  await left;
  const held = assert.rejects(send());
  await isPlaced(2);
  await front.close();
  await held;
});

test('a client that hung up while the telco was busy gets nothing done', async () => {
  const busy = await Promise.all(Array.from({ length: 20 }, () => t.pool.connect()));
  const customer = randomUUID();
  await assert.rejects(
    t
      .provider('sandbox-one', { timeoutMs: 200 })
      .createEsim({ template, reference: randomUUID(), customer }),
  );
  // Answered without the database, after the telco has heard of the hang-up.
  for (let n = 0; n < 3; n++)
    for (const { url } of t.fronts) assert.equal((await fetch(`${url}/v1/nobody`)).status, 401);
  for (const client of busy) client.release();
  // Whoever waited for a connection before this one has had it.
  await t
    .provider('sandbox-one')
    .createEsim({ template, reference: randomUUID(), customer: randomUUID() });
  assert.equal(await t.count('calls where customer = $1', customer), 0);
});

test('connections lost in the middle of orders: unclear at worst, the telco lives on, the ledger is whole', async () => {
  const provider = t.provider('sandbox-one', { timeoutMs: 5000 });
  const customer = randomUUID();
  const database = (await t.pool.query('select current_database() as name')).rows[0].name;
  const killer = new pg.Client(t.config);
  await killer.connect();
  const references = Array.from({ length: 200 }, () => randomUUID());
  const results = Promise.allSettled(
    references.map((reference) => provider.createEsim({ template, reference, customer })),
  );
  for (let i = 0; i < 10; i++) {
    await sleep(10);
    await killer.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [database],
    );
  }
  await killer.end();
  await Promise.all(
    (await results).map(async (result, i) => {
      if (result.status === 'rejected') assert.equal(result.reason.name, 'ProviderUnclear');
      else
        assert.equal((await provider.findByReference(sentAs(references[i]!)))?.id, result.value.id);
    }),
  );
  assert.equal(
    await t.count(
      'orders o left join telco.packages p on p.order_id = o.id where p.id is null and o.customer = $1',
      customer,
    ),
    0,
  );
});
