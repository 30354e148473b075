/** What the telco counts, and how it tells. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { readCallback } from '../src/providers/sandbox/callback.ts';
import { startTelco } from '../src/sandbox-telco/server.ts';
import { until } from './faults/checks.ts';
import { SECRET, telco } from './support/telco-db.ts';

const template = { id: 'tpl-1', bytes: 1000, duration_days: 7, coverage: ['ESP'], imsi: null };
let t: Awaited<ReturnType<typeof telco>>;
before(async () => {
  t = await telco();
});
after(() => t.close());

async function profile(
  enabled = true,
): Promise<{ path: string; iccid: string; package_id: string }> {
  const { body } = await t.http('POST', '/v1/sandbox-one/orders', {
    reference: randomUUID(),
    customer: 'c',
    kind: 'create_esim',
    template,
  });
  const path = `/v1/sandbox-one/profiles/${body.profile.iccid}`;
  if (enabled)
    for (const action of ['install', 'enable'])
      assert.equal((await t.http('POST', `${path}/state`, { action })).status, 200);
  return { path, iccid: body.profile.iccid, package_id: body.package_id };
}

test('counts on a package up to its total, from the first use on', async () => {
  const { path, package_id } = await profile();
  const at = '2027-03-01T10:00:00.000Z';
  const use = async (bytes: number) =>
    (await t.http('POST', `${path}/consume`, { bytes, iso3: 'ESP', package_id, at })).body;
  assert.deepEqual(
    [
      (await use(600)).consumed_bytes,
      (await use(600)).consumed_bytes,
      (await use(600)).consumed_bytes,
    ],
    [600, 400, 0],
  );
  const { body } = await t.http('GET', path);
  const [k] = body.packages;
  assert.deepEqual(
    [
      k.used_bytes,
      k.status,
      new Date(k.activated_at).toISOString(),
      new Date(k.expires_at).toISOString(),
    ],
    [1000, 'DEPLETED', at, '2027-03-08T10:00:00.000Z'],
  );
  assert.deepEqual(body.usage, []);
  assert.equal(
    (
      await t.http('POST', `${path}/consume`, {
        bytes: 1,
        iso3: 'ESP',
        package_id,
        at: '2027-03-08T10:00:00Z',
      })
    ).body.error.code,
    'package_not_active',
  );
});

test('counts by country on the profile without a package, also when many come at once', async () => {
  const { path } = await profile();
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      t.http('POST', `${path}/consume`, { bytes: 10, iso3: i % 3 === 0 ? 'USA' : 'ESP' }),
    ),
  );
  assert.deepEqual((await t.http('GET', path)).body.usage, [
    { iso3: 'ESP', used_bytes: 200 },
    { iso3: 'USA', used_bytes: 100 },
  ]);
});

test('no data without an enabled profile, and no nonsense', async () => {
  const { path, package_id } = await profile(false);
  const code = async (body: unknown, to = path): Promise<string> => {
    const answer = await t.http('POST', `${to}/consume`, body);
    return `${answer.status} ${answer.body.error.code}`;
  };
  assert.equal(await code({ bytes: 1, iso3: 'ESP' }), '409 profile_not_enabled');
  await t.http('POST', `${path}/state`, { action: 'install' });
  assert.equal(await code({ bytes: 1, iso3: 'ESP', package_id }), '409 profile_not_enabled');
  await t.http('POST', `${path}/state`, { action: 'enable' });
  assert.equal(
    await code({ bytes: 1, iso3: 'ESP', package_id: '999999' }),
    '404 package_not_found',
  );
  assert.equal(
    await code({ bytes: 1, iso3: 'ESP' }, path.replace('sandbox-one', 'sandbox-two')),
    '404 profile_not_found',
  );
  for (const body of [
    {},
    { bytes: -1, iso3: 'ESP' },
    { bytes: 1.5, iso3: 'ESP' },
    { bytes: '1', iso3: 'ESP' },
    { bytes: 1 },
    { bytes: 1, iso3: 'ES' },
    { bytes: 1, iso3: 'ESP', at: 'now' },
    { bytes: 1, iso3: 'ESP', at: '2027-13-45T00:00:00Z' },
  ]) {
    assert.equal(await code(body), '400 invalid_request', JSON.stringify(body));
  }
  assert.deepEqual((await t.http('GET', path)).body.usage, []);
});

test('tells every change, signed, with the id of its answer, until it is heard', async () => {
  const heard: { id: string; account: string }[] = [];
  let refuse = 2;
  const listener = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const {
        reports: [report],
      } = readCallback({ headers: request.headers as Record<string, string>, body }, SECRET);
      if (refuse-- > 0) return void response.writeHead(503).end();
      heard.push({ id: report!.report_id, account: request.url! });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const loud = await startTelco({
    pool: t.pool,
    secret: SECRET,
    callbackUrl: (account) => `${url}/${account}`,
  });
  try {
    const { path } = await profile(false);
    const post = async (what: string, body: object) =>
      (await (
        await fetch(`${loud.url}${path}/${what}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json()) as { report: { report_id: string } };
    const told = [
      await post('state', { action: 'install' }),
      await post('state', { action: 'enable' }),
      await post('consume', { bytes: 5, iso3: 'ESP' }),
    ].map((a) => ({ id: a.report.report_id, account: '/sandbox-one' }));
    await until('three callbacks', async () => heard.length >= 3);
    assert.deepEqual(
      heard.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      told.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
    assert.equal(new Set(told.map((r) => r.id)).size, 3);
  } finally {
    await loud.close();
    listener.closeAllConnections();
    listener.close();
  }
});

test('a customer is forgotten with everything', async () => {
  const { path } = await profile();
  await t.http('POST', `${path}/consume`, { bytes: 5, iso3: 'ESP' });
  assert.equal((await t.http('DELETE', '/v1/customers/c')).status, 200);
  assert.equal((await t.http('GET', path)).status, 404);
  assert.equal(await t.count("usage where customer = 'c'"), 0);
});
