/** The stand-in for Airalo behaves as its documentation says. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCallback } from '../../src/providers/airalo/callback.ts';
import { ForgedCallback } from '../../src/providers/provider.ts';
import {
  startAiralo,
  type AiraloOptions,
  type AiraloStandIn,
} from '../../packages/standins/src/airalo/server.ts';

type Heard = { method: string; headers: Record<string, string>; body: string };

let standIn: AiraloStandIn;
let token: string;
let receiver: Server;
let heard: Heard[];
/** What the receiver says, one after the other; then 200. */
let says: number[];
let hook: string;

async function start(options: AiraloOptions = {}): Promise<void> {
  standIn = await startAiralo({ retryMs: 1, ...options });
  const answer = await post('/token', { ...standIn.credentials, grant_type: 'client_credentials' });
  token = answer.data.access_token;
}
beforeEach(async () => {
  heard = [];
  says = [];
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({
        method: request.method!,
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(parts).toString(),
      });
      response.writeHead(request.method === 'HEAD' ? 200 : (says.shift() ?? 200)).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  await start();
});
afterEach(async () => {
  await standIn.close();
  receiver.closeAllConnections();
  receiver.close();
});

async function call(method: string, path: string, body?: RequestInit['body'], type?: string) {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(type === undefined ? {} : { 'content-type': type }),
  };
  const response = await fetch(standIn.url + path, { method, headers, body: body ?? null });
  const text = await response.text();
  const read = (text === '' ? {} : JSON.parse(text)) as Record<string, any>;
  return { ...read, status: response.status, headers: response.headers } as Record<string, any>;
}
const get = (path: string) => call('GET', path);
const post = (path: string, body: unknown) =>
  call('POST', path, JSON.stringify(body), 'application/json');
const order = (more: Record<string, unknown> = {}) =>
  post('/orders', { package_id: 'guay-7days-1gb', quantity: 1, description: 'ref', ...more });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(2);
}
/** Waits for so many deliveries; none is missed, since each is kept. */
async function posts(count: number): Promise<Heard[]> {
  const got = () => heard.filter(({ method }) => method === 'POST');
  await until(() => got().length >= count);
  return got();
}
const readHook = ({ headers, body }: Heard) =>
  readCallback({ headers, body }, standIn.credentials.client_secret);

test('a repeated order is a second order, and both are found by what their description contains', async () => {
  const [a, b] = [await order(), await order()];
  assert.notEqual(a['data'].id, b['data'].id);
  const found = await get('/orders?filter[description]=re&include=sims,status');
  assert.deepEqual(
    found['data'].map((one: { id: number }) => one.id),
    [b['data'].id, a['data'].id],
  );
  assert.equal(found['data'][0].status.slug, 'completed');
  assert.equal(standIn.ledger().balance, 10_000 - 7.2);
});

test('figures are numbers when ordering and texts when reading', async () => {
  const placed = (await order({ quantity: '1' }))['data'];
  assert.deepEqual([placed.quantity, placed.validity, placed.price], ['1', 7, 3.6]);
  const read = (await get(`/orders/${placed.id}`))['data'];
  assert.deepEqual([read.quantity, read.validity, read.price], ['1', '7', '3.6']);
  assert.equal(read.sims, undefined);
});

test('bodies are JSON or forms', async () => {
  const fields = { package_id: 'guay-7days-1gb', quantity: '1', description: 'form' };
  const encoded = await call('POST', '/orders', new URLSearchParams(fields));
  assert.equal(encoded['status'], 200);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  assert.equal((await call('POST', '/orders', form))['status'], 200);
  const refund = new FormData();
  refund.append('iccids[]', standIn.ledger().sims[0]!.iccid);
  refund.set('reason', 'OTHERS');
  assert.equal((await call('POST', '/refund', refund))['status'], 202);
  assert.equal(standIn.ordersOf('form').length, 2);
});

test('who has no good token is unauthorized, and unknown paths are not there', async () => {
  standIn.control.expireTokens();
  const refused = await get('/balance');
  assert.deepEqual(
    [refused['status'], refused['data'], refused['meta'].message],
    [401, [], 'This action is unauthorized.'],
  );
  assert.equal((await get('/nowhere'))['status'], 404);
});

test('an eSIM that was taken back says so', async () => {
  const { iccid } = (await order())['data'].sims[0];
  standIn.control.recycle(iccid);
  for (const what of ['usage', 'packages', 'topups']) {
    const refused = await get(`/sims/${iccid}/${what}`);
    assert.deepEqual([refused['status'], refused['code']], [422, 73]);
  }
  const sim = await get(`/sims/${iccid}?include=order,order.status`);
  assert.deepEqual([sim['data'].recycled, sim['data'].simable.description], [true, 'ref']);
  assert.equal((await get(`/sims?filter[iccid]=${iccid}`))['data'].length, 1);
});

test('its limits hold where they are asked for', async () => {
  await standIn.close();
  await start({ limits: true });
  const { iccid } = (await order())['data'].sims[0];
  assert.equal((await get(`/sims/${iccid}/usage`))['status'], 200);
  const refused = await get(`/sims/${iccid}/usage`);
  assert.equal(refused['status'], 429);
  assert.equal(refused['message'], 'Too Many Attempts.');
  const seconds = Number(refused['headers'].get('retry-after'));
  assert.ok(seconds > 0 && seconds <= 900);
  assert.equal(refused['headers'].get('x-ratelimit-remaining'), '0');
});

test('an order done later comes as a signed webhook, and so does its failure', async () => {
  const later = () =>
    post('/orders-async', { package_id: 'guay-7days-1gb', quantity: 1, description: 'later' });
  assert.equal((await later())['status'], 422, 'nobody wants to hear of it');
  const optIn = await post('/notifications/opt-in', { type: 'async_orders', webhook_url: hook });
  assert.equal(optIn['status'], 200);
  assert.equal(heard[0]?.method, 'HEAD');
  standIn.control.holdAsync();
  assert.equal((await later())['status'], 202);
  assert.equal(standIn.ordersOf('later').length, 0);
  standIn.control.releaseAsync();
  const [done] = await posts(1);
  assert.match(done!.body, /\\\//, 'slashes are escaped');
  const [hint] = readHook(done!).hints;
  assert.deepEqual(hint, {
    kind: 'order',
    reference: 'later',
    provider_order_id: String(standIn.ordersOf('later')[0]!.id),
  });
  standIn.control.failNextAsync('no stock');
  const { request_id } = (await later())['data'];
  const [, failed] = await posts(2);
  assert.deepEqual(readHook(failed!).hints, [
    { kind: 'order', reference: null, provider_order_id: request_id },
  ]);
  assert.equal(standIn.ordersOf('later').length, 1);
});

test('a webhook comes again until it is answered with 200 to 203', async () => {
  const { iccid } = (await order())['data'].sims[0];
  await post('/notifications/opt-in', { type: 'webhook_low_data', webhook_url: hook });
  says = [204, 500, 203];
  standIn.control.sendLowData(iccid, '75%');
  const tries = await posts(3);
  assert.equal(new Set(tries.map((one) => one.body)).size, 1);
  const [delivery] = standIn.ledger().deliveries;
  await until(() => delivery!.statuses.length === 3);
  assert.deepEqual(delivery!.statuses, [204, 500, 203]);
});

test('webhooks are duplicated, forged and reordered when told to', async () => {
  const { iccid } = (await order())['data'].sims[0];
  await post('/notifications/opt-in', { type: 'webhook_low_data', webhook_url: hook });
  standIn.control.setManner('duplicate');
  standIn.control.sendLowData(iccid, '75%');
  const twice = await posts(2);
  assert.equal(readHook(twice[0]!).id, readHook(twice[1]!).id);
  standIn.control.setManner('forged');
  standIn.control.sendLowData(iccid, '75%');
  const forged = (await posts(3))[2]!;
  assert.throws(() => readHook(forged), ForgedCallback);
  standIn.control.setManner('reordered');
  standIn.control.sendLowData(iccid, '75%');
  standIn.control.sendLowData(iccid, '90%');
  const sent = standIn
    .ledger()
    .deliveries.slice(-2)
    .map(({ body }) => JSON.parse(body).level);
  assert.deepEqual(sent, ['90%', '75%']);
});

test('the simulator sends what is asked of it, and who opts out hears nothing', async () => {
  const { iccid } = (await order())['data'].sims[0];
  const event = { event: 'low_data_notification', type: 'expire_3', iccid, webhook_url: hook };
  assert.equal((await post('/simulator/webhook', event))['status'], 200);
  assert.equal(JSON.parse((await posts(1))[0]!.body).level, '3days');
  const credit = { event: 'credit_limit_notification', webhook_url: hook };
  await post('/simulator/webhook', credit);
  assert.deepEqual(readHook((await posts(2))[1]!).hints, [
    { kind: 'account', alarm: 'low_balance' },
  ]);
  await post('/notifications/opt-in', { type: 'webhook_credit_limit', webhook_url: hook });
  assert.equal((await get('/notifications/opt-in'))['data'].length, 1);
  assert.equal(
    (await post('/notifications/opt-out', { type: 'webhook_credit_limit' }))['status'],
    204,
  );
  standIn.control.sendLowCredit();
  assert.equal(standIn.ledger().deliveries.length, 2);
});

test('an order can be stored long after its connection was lost', async () => {
  standIn.control.break('orders', { kind: 'done_late', ms: 20 });
  await assert.rejects(order());
  await until(() => standIn.ordersOf('ref').length === 1);
});
