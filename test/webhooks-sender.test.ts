/** The sender against receivers that misbehave, and against URLs that lead where they must not. */
import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  makeWebhookSender,
  type SenderOptions,
  type WebhookSender,
} from '../src/channels/webhook/sender.ts';
import { until } from './faults/checks.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';

const senders: WebhookSender[] = [];
const sender = (options: Partial<SenderOptions> = {}): WebhookSender => {
  const made = makeWebhookSender({ allowPrivate: true, httpsOnly: false, ...options });
  senders.push(made);
  return made;
};
let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
});
after(async () => {
  await Promise.all(senders.map((s) => s.close()));
  await receiver.close();
});
const to = (url: string, partnerId = 'prt_1') => ({
  partnerId,
  url,
  headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
  body: '{"a":1}',
});

describe('where it does not go', () => {
  it('literal addresses that are not public, in any spelling: refused when set, and without a connection when sent', async () => {
    const guarded = sender({ allowPrivate: false });
    const { port } = new URL(receiver.url);
    const before = receiver.connections();
    for (const host of [
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '2130706433',
      '0177.1',
      '127.0.0.1.',
      '0.0.0.0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:10.0.0.1]',
      '[64:ff9b::7f00:1]',
      '10.0.0.1',
      '169.254.169.254',
    ]) {
      const url = `http://${host}:${port}/`;
      assert.match((await guarded.check(url)) ?? '', /public addresses/, host);
      const reply = await guarded.post(to(url));
      assert.deepEqual(
        [reply.status, reply.error],
        [null, 'the host has an address that is not public; it was not connected to'],
        host,
      );
    }
    assert.equal(receiver.connections(), before);
  });

  it('names with a private address, also among public ones, and names that change their answer', async () => {
    const { port } = new URL(receiver.url);
    const answers: string[][] = [];
    const guarded = sender({
      allowPrivate: false,
      resolve: async () =>
        (answers.length > 1 ? answers.shift()! : answers[0]!).map((address) => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
    });
    const before = receiver.connections();
    const url = `http://partner.example:${port}/`;
    for (const addresses of [
      ['127.0.0.1'],
      ['8.8.8.8', '127.0.0.1'],
      ['::1'],
      ['::ffff:127.0.0.1'],
      ['64:ff9b::7f00:1'],
      ['10.1.2.3'],
      [],
    ]) {
      answers.splice(0, Infinity, addresses);
      assert.match((await guarded.check(url)) ?? '', /public addresses|resolves/, addresses.join());
      const reply = await guarded.post(to(url));
      assert.match(reply.error ?? '', /not public/, addresses.join());
    }
    answers.splice(0, Infinity, ['8.8.8.8'], ['127.0.0.1']);
    assert.equal(await guarded.check(url), null);
    assert.match((await guarded.post(to(url))).error ?? '', /not public/);
    assert.equal(receiver.connections(), before);
  });

  it('other schemes, credentials, lengths; in production plain http', async () => {
    const open = sender();
    for (const [url, issue] of [
      ['ftp://example.com/', /http or https/],
      ['javascript:alert(1)', /http or https/],
      ['', /http or https/],
      ['http://', /http or https/],
      ['http://a@127.0.0.1/', /without user name/],
      ['http://:b@127.0.0.1/', /without user name/],
      [`http://127.0.0.1/${'a'.repeat(2048)}`, /2048/],
      ['http://nobody.invalid/', /resolves/],
    ] as const)
      assert.match((await open.check(url)) ?? '', issue, url);
    assert.equal(await open.check('http://127.0.0.1:1/x?y=z'), null);
    const strict = sender({ httpsOnly: true });
    assert.match((await strict.check('http://127.0.0.1/')) ?? '', /https URL/);
    assert.equal(await strict.check('https://127.0.0.1/'), null);
    assert.equal((await strict.post(to(receiver.url))).error, 'only https URLs are called');
  });
});

describe('receivers', () => {
  it('get one POST with body, headers and query as given', async () => {
    const reply = await sender().post(to(`${receiver.url}/a/b?c=d`));
    assert.deepEqual(
      [reply.status, reply.error, reply.body, reply.retryAfter],
      [200, null, 'noted', null],
    );
    const one = receiver.received.at(-1)!;
    assert.deepEqual(
      [one.path, one.body, one.headers['x-api-key'], one.headers['content-length']],
      ['/a/b?c=d', '{"a":1}', 'k', '7'],
    );
  });

  it('that redirect are not followed', async () => {
    const target = await startReceiver();
    receiver.behave((_req, res) => {
      res.writeHead(307, { location: `${target.url}/elsewhere` }).end();
    });
    const reply = await sender().post(to(receiver.url));
    receiver.behave(200);
    assert.deepEqual([reply.status, reply.error], [307, 'redirects are not followed']);
    assert.equal(target.connections(), 0);
    await target.close();
  });

  it('that answer a gigabyte are cut off at 20 kB, and what they said counts', async () => {
    let sent = 0;
    const cut = Promise.withResolvers<void>();
    receiver.behave((_req, res) => {
      res.writeHead(200, { 'content-length': String(1024 ** 3) });
      const chunk = Buffer.alloc(65_536, 'x');
      const more = (): void => {
        while (sent < 1024 ** 3 && !res.destroyed) {
          sent += chunk.length;
          if (!res.write(chunk)) {
            res.once('drain', more);
            return;
          }
        }
      };
      res.on('close', cut.resolve);
      more();
    });
    const reply = await sender().post(to(receiver.url));
    await cut.promise;
    receiver.behave(200);
    assert.deepEqual([reply.status, reply.error, reply.body.length], [200, null, 20_000]);
    assert.ok(sent < 64 * 1024 ** 2, `${sent} bytes were taken`);
  });

  it('that hang, drip or break off end as failures in time; a status in time counts', async () => {
    const quick = sender({ totalMs: 400 });
    receiver.behave(() => {});
    const hung = await quick.post(to(receiver.url));
    assert.deepEqual([hung.status, hung.error], [null, 'no answer within 0.4 s']);
    const timers: NodeJS.Timeout[] = [];
    receiver.behave((_req, res) => {
      res.writeHead(200);
      timers.push(
        setInterval(() => {
          res.write('.');
        }, 20),
      );
    });
    const dripped = await quick.post(to(receiver.url));
    assert.deepEqual([dripped.status, dripped.error], [200, null]);
    assert.match(dripped.body, /^\.+$/);
    receiver.behave((_req, res) => {
      res.socket!.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      timers.push(
        setInterval(() => {
          res.socket?.write('x');
        }, 20),
      );
    });
    assert.equal((await quick.post(to(receiver.url))).status, null);
    timers.forEach(clearInterval);
    receiver.behave((_req, res) => {
      res.socket!.resetAndDestroy();
    });
    const reset = await quick.post(to(receiver.url));
    assert.deepEqual([reset.status, /reset|closed/.test(reset.error ?? '')], [null, true]);
    receiver.behave((_req, res) => {
      res.socket!.end('this is not HTTP\r\n\r\n');
    });
    assert.equal((await quick.post(to(receiver.url))).error, 'the answer is not valid HTTP');
    receiver.behave((_req, res) => {
      res.writeHead(429, { 'retry-after': '77' }).end('slow\0down \xff');
    });
    const busy = await quick.post(to(receiver.url));
    assert.deepEqual(
      [busy.status, busy.error, busy.retryAfter, busy.body.includes('\0')],
      [429, 'answered 429', '77', false],
    );
    receiver.behave(200);
  });

  it('that hang lose the request when its time is up: the connection is closed', async () => {
    let isClosed = false;
    receiver.behave((_req, res) => {
      res.on('close', () => (isClosed = true));
    });
    const reply = await sender({ totalMs: 100 }).post(to(receiver.url));
    receiver.behave(200);
    assert.deepEqual([reply.status, reply.error], [null, 'no answer within 0.1 s']);
    await until('the connection is closed', async () => isClosed);
  });

  it('that are reached only when the time is up are sent nothing any more', async () => {
    const looked = Promise.withResolvers<{ address: string; family: number }[]>();
    const late = sender({ totalMs: 100, resolve: () => looked.promise });
    const { port } = new URL(receiver.url);
    const url = `http://partner.example:${port}/late`;
    const reply = await late.post(to(url));
    assert.deepEqual([reply.status, reply.error], [null, 'no answer within 0.1 s']);
    const before = receiver.connections();
    looked.resolve([{ address: '127.0.0.1', family: 4 }]);
    await until('the connection is there', async () => receiver.connections() > before);
    // One connection serves after the other: what was sent before this one has arrived.
    const second = sender({ resolve: () => looked.promise });
    assert.equal((await second.post(to(url, 'prt_2'))).status, 200);
    assert.equal(receiver.at('/late').length, 1);
  });

  it('that are not there, or speak no TLS, are told apart', async () => {
    const closed = await startReceiver();
    await closed.close();
    assert.equal((await sender().post(to(closed.url))).error, 'the connection was refused');
    assert.equal(
      (await sender().post(to('http://nobody.invalid/'))).error,
      'the host does not resolve',
    );
    assert.match(
      (await sender().post(to(receiver.url.replace('http:', 'https:')))).error ?? '',
      /TLS|reset|closed/,
    );
  });

  it('get at most eight connections per endpoint, and one partner does not wait for another on the same host', async () => {
    const one = sender({ totalMs: 5_000 });
    const held: (() => void)[] = [];
    receiver.behave((req, res) => {
      if (req.path === '/held') held.push(() => res.end());
      else res.end();
    });
    const before = receiver.connections();
    const waiting = Array.from({ length: 20 }, () =>
      one.post(to(`${receiver.url}/held`, 'prt_slow')),
    );
    const other = await one.post(to(`${receiver.url}/free`, 'prt_other'));
    assert.equal(other.status, 200);
    await until('all places are taken', async () => held.length >= 8);
    assert.equal(held.length, 8);
    assert.equal(receiver.connections() - before, 9);
    for (let served = 0; served < 20;) {
      while (held.length > 0) {
        held.shift()!();
        served++;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok((await Promise.all(waiting)).every((reply) => reply.status === 200));
    receiver.behave(200);
  });

  it('that take the connection but nothing else do not hold the sender', async () => {
    const sockets: Socket[] = [];
    const mute: Server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve);
    });
    const reply = await sender({ totalMs: 300 }).post(
      to(`https://127.0.0.1:${(mute.address() as AddressInfo).port}/`),
    );
    assert.deepEqual([reply.status, reply.error], [null, 'no answer within 0.3 s']);
    sockets.forEach((socket) => socket.destroy());
    mute.close();
  });
});
