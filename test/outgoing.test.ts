/** Calls that leave: what is certain of them whatever the other side does. */
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Agent } from 'undici';
import { retryAfterMs, retryAfterS } from '../src/input/retry-after.ts';
import { call, membersOf, type Call } from '../src/outgoing/call.ts';
import { httpClient } from '../src/providers/http.ts';
import { ProviderNotReached, ProviderUnclear } from '../src/providers/provider.ts';

type Got = { method: string; url: string; headers: Record<string, unknown>; body: string };
let behave: (res: ServerResponse) => unknown = (res) => res.end('{}');
let got: Got;
const server = createServer((req, res) => {
  const parts: Buffer[] = [];
  req
    .on('data', (part: Buffer) => parts.push(part))
    .on('end', () => {
      const { method = '', url = '', headers } = req;
      got = { method, url, headers, body: Buffer.concat(parts).toString() };
      behave(res);
    });
});
let agent: Agent;
let url: string;
before(async () => {
  agent = new Agent({ pipelining: 1 });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  await agent.destroy();
  server.closeAllConnections();
  server.close();
});

/** Where nobody listens any more. */
async function closedPort(): Promise<string> {
  const gone = createServer();
  await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
  const { port } = gone.address() as AddressInfo;
  await new Promise((done) => gone.close(done));
  return `http://127.0.0.1:${port}`;
}

const post = (more: Partial<Call> = {}) =>
  call(agent, {
    method: 'POST',
    url: `${url}/a?b=c`,
    headers: { 'content-type': 'application/json', 'x-key': 'k' },
    body: '{"x":1}',
    signal: AbortSignal.timeout(30_000),
    maxBytes: 1_000,
    ...more,
  });
const answers = (status: number, body: string, headers: Record<string, string> = {}): void => {
  behave = (res) => res.writeHead(status, headers).end(body);
};

describe('a call', () => {
  it('is sent as it was given, and its answer told with headers and JSON', async () => {
    answers(201, '{"id":"a"}', { 'x-one': '1' });
    const reply = await post();
    assert.deepEqual(
      [got.method, got.url, got.headers['x-key'], got.body],
      ['POST', '/a?b=c', 'k', '{"x":1}'],
    );
    assert.ok(reply.status !== null);
    assert.deepEqual(
      [reply.kind, reply.status, reply.headers['x-one'], reply.json],
      ['done', 201, '1', { id: 'a' }],
    );
    assert.deepEqual(membersOf(reply), { id: 'a' });
  });

  it('was done at 2xx, refused below 500, and perhaps done above', async () => {
    for (const [status, kind] of [
      [200, 'done'],
      [299, 'done'],
      [302, 'refused'],
      [400, 'refused'],
      [429, 'refused'],
      [499, 'refused'],
      [500, 'unclear'],
      [503, 'unclear'],
    ] as const) {
      answers(status, '{}', status === 302 ? { location: `${url}/elsewhere` } : {});
      const reply = await post();
      assert.deepEqual([reply.kind, reply.status], [kind, status]);
      assert.equal(got.url, '/a?b=c');
    }
  });

  it('has no members where the answer is no object, is no JSON, or is longer than it may be', async () => {
    for (const [body, json] of [
      ['', undefined],
      ['no', undefined],
      ['null', null],
      ['7', 7],
      [`{"x":"${'y'.repeat(1_000)}"}`, undefined],
    ] as const) {
      answers(200, body);
      const reply = await post();
      assert.ok(reply.status !== null);
      assert.deepEqual([reply.kind, reply.json, membersOf(reply)], ['done', json, {}]);
    }
    const exactly = `"${'y'.repeat(998)}"`;
    answers(200, exactly);
    const reply = await post();
    assert.equal(reply.status === null ? null : reply.json, JSON.parse(exactly));
  });

  it('stops reading what never ends', async () => {
    behave = (res) => {
      const send = (): void => {
        while (!res.destroyed && res.write('x'.repeat(64 * 1024)));
        if (!res.destroyed) res.once('drain', send);
      };
      send();
    };
    const reply = await post();
    assert.deepEqual([reply.status, membersOf(reply)], [200, {}]);
  });

  it('is unclear when the answer does not come, ends in the middle, or is cut off', async () => {
    behave = () => {};
    const late = await post({ signal: AbortSignal.timeout(100) });
    assert.deepEqual([late.kind, late.status], ['unclear', null]);
    assert.equal(late.status === null && late.reason, 'timeout');
    behave = (res) => res.writeHead(200).write('{"x"');
    const slow = await post({ signal: AbortSignal.timeout(100) });
    assert.deepEqual([slow.kind, slow.status === null && slow.reason], ['unclear', 'timeout']);
    for (const cut of [
      (res: ServerResponse) => res.destroy(),
      (res: ServerResponse) => res.writeHead(200).write('{"x"', () => res.destroy()),
    ]) {
      behave = cut;
      const reply = await post();
      assert.deepEqual(
        [reply.kind, reply.status === null && reply.reason],
        ['unclear', 'connection'],
      );
      assert.deepEqual(membersOf(reply), {});
    }
  });

  it('did not leave where nobody listens, and where the name is nobody’s', async () => {
    for (const nowhere of [await closedPort(), 'http://nobody.invalid']) {
      const reply = await post({ url: nowhere });
      assert.deepEqual([reply.kind, reply.status], ['not_reached', null], nowhere);
    }
  });
});

describe('a call to a telco', () => {
  const client = (at = url, timeoutMs = 30_000) =>
    httpClient({ url: `${at}/`, headers: { authorization: 'Bearer s' }, timeoutMs });

  it('names itself, and answers whatever JSON came below 500', async () => {
    const http = client();
    answers(409, '["x"]');
    const { status, body } = await http.call('PUT', '/p', { a: 1 });
    assert.deepEqual([status, body], [409, ['x']]);
    assert.deepEqual(
      [got.method, got.url, got.headers['authorization'], got.headers['content-type'], got.body],
      ['PUT', '/p', 'Bearer s', 'application/json', '{"a":1}'],
    );
    await http.call('GET', '/q');
    assert.deepEqual([got.headers['content-type'], got.body], [undefined, '']);
    await http.close();
  });

  it('is unclear at 5xx, without JSON and without an answer, and says when it never left', async () => {
    const http = client();
    answers(500, '{}');
    await assert.rejects(http.call('GET', '/'), ProviderUnclear);
    answers(200, 'LPA:1$secret');
    const unreadable = await http.call('GET', '/').catch((error: unknown) => error);
    assert.ok(unreadable instanceof ProviderUnclear);
    assert.doesNotMatch(`${unreadable.message} ${String(unreadable.cause)}`, /secret/);
    behave = (res) => res.destroy();
    await assert.rejects(http.call('GET', '/'), ProviderUnclear);
    await http.close();
    const nobody = client(await closedPort());
    await assert.rejects(nobody.call('GET', '/'), ProviderNotReached);
    await nobody.close();
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2027-07-15T12:00:00Z');

  it('is read as seconds or as a date, of one header or the first of several', () => {
    assert.equal(retryAfterMs('120', now), 120_000);
    assert.equal(retryAfterMs(['7', '8'], now), 7_000);
    assert.equal(retryAfterMs('Thu, 15 Jul 2027 12:10:00 GMT', now), 600_000);
    assert.equal(retryAfterMs('Thu, 15 Jul 2020 12:10:00 GMT', now), 0);
    for (const none of [undefined, null, '', [], 'soon', '-5', '1.5', '1e9'])
      assert.equal(retryAfterMs(none, now), null, String(none));
  });

  it('in seconds is never longer than asked for', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(100_000), (asked, longest) => {
        assert.equal(retryAfterS(String(asked), now, longest), Math.min(asked, longest));
      }),
    );
    assert.equal(retryAfterS('soon', now, 60), null);
  });
});
