/** Requests that begin and do not end hold nobody up: a place is for what is there whole. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { signedHeaders } from '@hubby/sdk/signing';
import Fastify from 'fastify';
import { makeOpenBodies, type Sender } from '../../src/http/open-bodies.ts';
import { giveBack, makePlaces } from '../../src/http/places.ts';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from '../harness.ts';

const UUID = '00000000-0000-4000-8000-000000000000';
/** A route of every kind that waits for a body. */
const UNSIGNED = [
  `/api/promo-codes/claim/${UUID}`,
  `/free-esim/test-travel?uuid=${UUID}`,
  '/api/providers/sandbox-one/callbacks',
  '/api/mail/brevo/callbacks',
  '/nothing-here',
];

let hubby: Hubby;
const open: Socket[] = [];
before(async () => {
  hubby = await startHubby({ env: { HUBBY_TRUSTED_PROXIES: '127.0.0.0/8' } });
});
after(async () => {
  for (const socket of open) socket.destroy();
  await hubby.close();
});

/**
 * A request whose body of 500 bytes never comes, or comes in part; resolves with all that is
 * answered.
 */
function halfSent(path: string, headers: Record<string, string> = {}, part = ''): Promise<string> {
  const { hostname, port } = new URL(hubby.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    open.push(socket);
    let got = '';
    const lines = Object.entries({
      host: hostname,
      'content-type': path.startsWith('/free')
        ? 'application/x-www-form-urlencoded'
        : 'application/json',
      'content-length': '500',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.once('connect', () =>
      socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${part}`, () => resolve('')),
    );
    socket.setEncoding('utf8').on('data', (chunk) => {
      got += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => answers.set(socket, got));
  });
}
const answers = new Map<Socket, string>();

const book = () =>
  hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
  });
const everyoneIsServed = async (): Promise<void> => {
  assert.equal((await book()).status, 201);
  assert.equal((await hubby.call('GET', '/api/bookings')).status, 200);
  assert.equal((await hubby.bare('GET', '/readyz')).status, 200);
  assert.equal((await hubby.bare('GET', '/docs/errors')).status, 200);
  const claim = await hubby.bare('POST', `/api/promo-codes/claim/${UUID}`, {
    headers: { 'content-type': 'application/json' },
    body: '{"email":"a@example.com"}',
  });
  assert.equal(claim.status, 404, claim.text);
};

describe('half-sent requests', () => {
  it('of one address, 600 of them, take no place from anybody', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    await Promise.all(Array.from({ length: 600 }, (_, i) => halfSent(UNSIGNED[i % 5]!, headers)));
    await everyoneIsServed();
    // The address may have 32 under way: the oldest were given up, and told so.
    await until('most are given up', async () => answers.size >= 400);
    const told = [...answers.values()].filter((text) => text.startsWith('HTTP/1.1 503 '));
    assert.ok(told.length > 300, `${told.length}`);
    assert.match(told[0]!, /connection: close/i);
  });

  it('of 2 000 addresses, and through a proxy that names nobody, take none either', async () => {
    await Promise.all(
      Array.from({ length: 2_000 }, (_, i) =>
        halfSent(
          UNSIGNED[i % 5]!,
          i % 2 === 0 ? {} : { 'x-forwarded-for': `198.51.${i >> 8}.${i & 255}` },
          '{"email":',
        ),
      ),
    );
    await everyoneIsServed();
  });

  it('of another partner take none from this one', async () => {
    const other = await hubby.newPartner();
    const headers = signedHeaders(other, 'POST', '/api/bookings');
    await Promise.all(Array.from({ length: 700 }, () => halfSent('/api/bookings', headers, '{')));
    await everyoneIsServed();
    assert.equal((await hubby.call('GET', '/api/bookings', undefined, { key: other })).status, 200);
  });

  it('are told after 5 s that they are over, in the words of each protocol', async () => {
    const slow = (): string[] =>
      [...answers.values()].filter((text) => text.includes('was not there whole within 5 s'));
    await until('those that were waited for are told', async () => slow().length >= 100);
    assert.ok(slow().every((text) => /^HTTP\/1\.1 400 [^]*connection: close/i.test(text)));
    const texts = [...answers.values()];
    assert.ok(texts.some((text) => /^HTTP\/1\.1 400 [^]*<!doctype html>/.test(text)));
  });
});

describe('a place', () => {
  for (const method of ['GET', 'POST'])
    it(`is held while the work goes on, and given back though its client is gone: ${method}`, async (t) => {
      const places = makePlaces(() => 0);
      const pool = { size: 1 };
      const begun = Promise.withResolvers<void>();
      const work = Promise.withResolvers<string>();
      const app = Fastify({ forceCloseConnections: true });
      t.after(() => app.close());
      app.decorateRequest('release', null);
      app.addHook('onSend', giveBack);
      app.addHook('preValidation', async (req) => {
        req.release = places.enter(pool);
      });
      app.all('/', async () => {
        begun.resolve();
        return work.promise;
      });
      await app.listen({ port: 0 });
      const isFree = (): boolean => {
        try {
          places.enter(pool)();
          return true;
        } catch {
          return false;
        }
      };
      const socket = connect((app.server.address() as AddressInfo).port);
      const gone = once(app.server, 'connection').then(([server]) => once(server, 'close'));
      const type = 'content-type: application/json\r\ncontent-length: 2\r\n';
      socket.write(
        `${method} / HTTP/1.1\r\nhost: x\r\n${method === 'GET' ? '' : type}\r\n${method === 'GET' ? '' : '{}'}`,
      );
      await begun.promise;
      socket.destroy();
      await gone;
      assert.equal(isFree(), false);
      work.resolve('too late');
      await until('the place is free', async () => isFree());
      const { port } = app.server.address() as AddressInfo;
      assert.equal((await fetch(`http://localhost:${port}/`)).status, 200);
    });
});

describe('open bodies', () => {
  it('give up the oldest of a sender, or of all strangers, and never one of another partner', () => {
    const bodies = makeOpenBodies();
    const given: number[] = [];
    const enter = (sender: Sender, id: number): (() => void) => {
      const leave = bodies.enter(sender, () => {
        given.push(id);
        leave();
      });
      return leave;
    };
    const leaves = Array.from({ length: 33 }, (_, i) => enter({ address: 'x' }, i));
    assert.deepEqual(given, [0]);
    leaves[1]!();
    enter({ address: 'x' }, 33);
    assert.deepEqual(given, [0]);
    enter({ partner: 'x' }, 34);
    for (let i = 100; i < 1_092; i++) enter({ address: null }, i);
    assert.deepEqual(given, [0]);
    enter({ address: 'y' }, 1_092);
    assert.deepEqual(given, [0, 2]);
    for (let i = 2_000; i < 2_512; i++) enter({ partner: 'x' }, i);
    assert.deepEqual(given, [0, 2, 34]);
    assert.equal(bodies.count(), 1_024 + 512);
  });
});
