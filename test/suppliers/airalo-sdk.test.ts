/** Airalo's own client, unchanged, works with the stand-in: so the stand-in is like Airalo. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import http, { type RequestOptions } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { startAiralo, type AiraloStandIn } from '../../packages/standins/src/airalo/server.ts';

const require = createRequire(import.meta.url);
const https = require('node:https');
const { Airalo, Cached } = require('airalo-sdk');

let standIn: AiraloStandIn;
let cache: string;
before(async () => {
  standIn = await startAiralo({
    credentials: { client_id: 'sdk-client', client_secret: 'a_secret-of-the_sdk' },
  });
  // It keeps what it reads in files, and knows one host only.
  Cached.setCachePath((cache = await mkdtemp(join(tmpdir(), 'airalo-sdk-'))));
  mock.method(https, 'request', (asked: RequestOptions, answer: () => void) => {
    assert.equal(asked.host, 'partners-api.airalo.com');
    const { hostname, port } = new URL(standIn.url);
    return http.request({ ...asked, host: hostname, port }, answer);
  });
});
after(async () => {
  mock.restoreAll();
  await standIn.close();
  await rm(cache, { recursive: true });
});

const signIn = (credentials = standIn.credentials) => new Airalo(credentials).initialize();

test('the official client signs in, reads the catalog, orders, tops up and reads usage', async () => {
  const client = await signIn();
  assert.equal(standIn.ledger().tokens, 1);

  const { data: sold } = await client.getAllPackages(true);
  const article = sold.find((one: { package_id: string }) => one.package_id === 'guay-7days-1gb');
  assert.deepEqual(
    [article.net_price, article.amount, article.countries, article.activation_policy],
    [3.6, 1_024, ['ES'], 'first-usage'],
  );
  assert.ok(sold.some((one: { type: string }) => one.type === 'topup'));
  const sims = await client.getSimPackages(true);
  assert.ok(sims.data.every((one: { type: string }) => one.type === 'sim'));
  const globals = await client.getGlobalPackages();
  assert.deepEqual(
    globals.data.map((one: { slug: string }) => one.slug),
    ['world'],
  );
  const ofCountry = await client.getCountryPackages('es');
  assert.deepEqual(
    ofCountry.data.map((one: { slug: string }) => one.slug),
    ['spain'],
  );

  const order = await client.order('guay-7days-1gb', 1, 'a/reference');
  const { iccid } = order.data.sims[0];
  assert.equal(standIn.ordersOf('a/reference').length, 1);

  const topups = await client.getSimTopups(iccid);
  assert.ok(topups.data.some((one: { id: string }) => one.id === 'guay-7days-1gb-topup'));
  const topup = await client.topup('guay-7days-1gb-topup', iccid, 'more');
  assert.equal(topup.data.type, 'topup');
  assert.equal(standIn.ordersOf('more')[0]?.iccid, iccid);

  standIn.control.use(iccid, 100 * 1_048_576);
  const usage = await client.getSimUsage(iccid);
  assert.deepEqual(
    [usage.data.status, usage.data.total, usage.data.remaining],
    ['ACTIVE', 1_024, 924],
  );
  const history = await client.getSimPackageHistory(iccid);
  assert.deepEqual(
    history.data.map((one: { status: string }) => one.status),
    ['NOT_ACTIVE', 'ACTIVE'],
  );
});

test('its orders in bulk and those done later are taken', async () => {
  const client = await signIn();
  const made = await client.orderBulk({ 'guay-7days-1gb': 2, 'no-such-package': 1 }, 'bulk');
  assert.equal(made['guay-7days-1gb'].data.sims.length, 2);
  assert.match(made['no-such-package'].data.error, /"code":34/);
  const later = await client.orderAsync('guay-7days-1gb', 1, 'http://127.0.0.1:1/hook', 'later');
  assert.match(later.data.request_id, /^[\w-]{25}$/);
});

test('it is told of wrong credentials, and of a signature that does not fit', async () => {
  await assert.rejects(signIn({ client_id: 'nobody', client_secret: 'x' }), /422/);
  await assert.rejects(signIn({ ...standIn.credentials, client_secret: 'wrong' }), /422.*14/);
  const client = await signIn();
  client.services.order.signature.secret = 'another';
  await assert.rejects(client.order('guay-7days-1gb', 1, 'unsigned'), /"code":14/);
  assert.equal(standIn.ordersOf('unsigned').length, 0);
});
