/** One partner floods, and another's requests are answered as ever. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { signedHeaders } from '@hubby/sdk/signing';
import type { FastifyRequest } from 'fastify';
import { Agent, request } from 'undici';
import { partner } from '../../src/api/callers/partner.ts';
import { makeKeyId } from '../../src/domain/partners/keys/key-format.ts';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import type { Places } from '../../src/http/places.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from '../harness.ts';

const FLOOD = 250;

let hubby: Hubby;
let other: CreatedPartner;
const agent = new Agent({ connections: FLOOD, pipelining: 1 });
before(async () => {
  hubby = await startHubby();
  other = await hubby.newPartner();
});
after(async () => {
  await agent.close();
  await hubby.close();
});

const body = (id: string): string =>
  JSON.stringify({
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: id, destination: 'GR', size: '1GB' }],
  });
type Told = { status: number; retryAfter: string | undefined };
/** Over a connection of its own. */
async function send(headers: Record<string, string>, id: string): Promise<Told> {
  const answer = await request(`${hubby.url}/api/bookings`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: body(id),
    dispatcher: agent,
  });
  await answer.body.dump();
  return {
    status: answer.statusCode,
    retryAfter: answer.headers['retry-after']?.toString(),
  };
}
const book = (key: CreatedPartner, id: string): Promise<Told> =>
  send(signedHeaders(key, 'POST', '/api/bookings'), id);

describe('while one partner floods', () => {
  it('all of another are answered, and who is refused is told when to come again', async () => {
    let isOver = false;
    const flood = Array.from({ length: FLOOD }, async () => {
      const told: Told[] = [];
      do told.push(await book(hubby.partner, user()));
      while (!isOver);
      return told;
    });
    for (let n = 0; n < 8; n++) {
      const id = user();
      assert.equal((await book(other, id)).status, 201);
      const path = `/api/native/user-dashboard?external_user_id=${id}`;
      assert.equal((await hubby.call('GET', path, undefined, { key: other })).status, 200);
    }
    isOver = true;
    const told = (await Promise.all(flood)).flat();
    assert.ok(told.every(({ status }) => status === 201 || status === 503));
    assert.ok(told.some(({ status }) => status === 201));
    for (const { status, retryAfter } of told)
      assert.match(retryAfter ?? '', status === 503 ? /^[1-9]\d?$/ : /^$/);
    assert.equal((await book(hubby.partner, user())).status, 201, 'and all is as before');
  });

  it('with nothing but its key id, that partner does not notice', async () => {
    const forged = { ...signedHeaders(hubby.partner, 'POST', '/api/bookings') };
    forged['x-signature'] = '0'.repeat(64);
    let isOver = false;
    const flood = Array.from({ length: 100 }, async () => {
      do assert.equal((await send(forged, user())).status, 401);
      while (!isOver);
    });
    for (let n = 0; n < 5; n++) assert.equal((await book(hubby.partner, user())).status, 201);
    isOver = true;
    await Promise.all(flood);
  });

  it('by forged signatures and invented keys, no place is even asked for', async () => {
    const asked: string[] = [];
    const places = {
      demandRoom(id: string) {
        asked.push(id);
        return undefined;
      },
    } as unknown as Places;
    const identify = (headers: Record<string, string>): Promise<unknown> => {
      const headersDistinct = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, [value]]),
      );
      const raw = { headersDistinct, url: '/api/bookings' };
      const routeOptions = { config: { operationId: 'createBooking' } };
      const req = { headers, raw, method: 'POST', routeOptions } as unknown as FastifyRequest;
      return Promise.resolve(partner.identify(hubby.ctx, req, places));
    };
    const signed = signedHeaders(hubby.partner, 'POST', '/api/bookings');
    const all: Record<string, string>[] = [
      { 'x-signature': '0'.repeat(64) },
      { 'x-signature': 'none' },
      { 'x-api-key': other.api_key },
      { 'x-api-key': makeKeyId('test') },
      { 'x-api-key': 'hk_test_invented' },
      { 'x-timestamp': String(Number(signed['x-timestamp']) - 600_000) },
    ];
    for (const wrong of all) await assert.rejects(identify({ ...signed, ...wrong }));
    assert.deepEqual(asked, []);
    await identify(signed);
    assert.deepEqual(asked, [hubby.partner.partner_id]);
  });
});

async function readMetrics(): Promise<(name: string) => number> {
  const token = await createOperatorToken(hubby.ctx.db);
  const { text } = await hubby.bare('GET', '/metrics', {
    headers: { authorization: `Bearer ${token}` },
  });
  return (name) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1],
    );
}

describe('how long partners wait', () => {
  it('stands in /metrics by partner, and in staging in every answer to one', async () => {
    const path = `/api/native/user-dashboard?external_user_id=${user()}`;
    const { headers } = await hubby.call('GET', path, undefined, { key: other });
    assert.match(String(headers['server-timing']), /^total;dur=\d+\.\d, lag;dur=\d+\.\d$/);
    const valueOf = await readMetrics();
    const of = `partner="${other.partner_id}"`;
    const count = valueOf(`hubby_request_seconds_count{${of}}`);
    assert.ok(count >= 17, `${count}`);
    assert.equal(valueOf(`hubby_request_seconds_bucket{${of},le="+Inf"}`), count);
    assert.ok(valueOf(`hubby_request_seconds_sum{${of}}`) > 0);
    assert.equal(valueOf(`hubby_requests_refused_total{${of}}`), 0);
    assert.ok(valueOf('hubby_event_loop_lag_seconds') >= 0);
  });

  it('counts what a telco could not do as answered, and nothing of a body that is none', async () => {
    const key = await hubby.newPartner();
    const id = user();
    const { body: booked } = await hubby.call('POST', '/api/bookings', JSON.parse(body(id)), {
      key,
    });
    await hubby.drain();
    await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 9 }, { key });
    const redemption = {
      external_user_id: id,
      package_queue_id: booked.data.package_queues[0].id,
    };
    const path = '/api/native/redeem-package';
    assert.equal((await hubby.call('POST', path, redemption, { key })).status, 503);
    const broken = await hubby.bare('POST', path, {
      headers: { ...signedHeaders(key, 'POST', path), 'content-type': 'application/json' },
      body: '{',
    });
    assert.equal(broken.status, 400);
    const valueOf = await readMetrics();
    const of = `partner="${key.partner_id}"`;
    assert.equal(valueOf(`hubby_request_seconds_count{${of}}`), 3);
    assert.equal(valueOf(`hubby_requests_refused_total{${of}}`), 0);
  });
});
