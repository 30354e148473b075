/**
 * A server that ends connections at bad moments costs their askers an error, and nobody the
 * process.
 */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { after, describe, it } from 'node:test';
import { makePool } from '../src/db/connection.ts';
import { listen } from '../src/db/listen.ts';
import { until } from './faults/checks.ts';

/** One message of PostgreSQL's protocol: its kind, its length, what it says. */
const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const WELCOME = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const FAREWELL = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

describe('a server that ends a connection with the packet that makes it ready', () => {
  const servers: Server[] = [];
  after(() => servers.forEach((server) => server.close()));
  async function start(): Promise<{ address: object; met(): number }> {
    let met = 0;
    const server = createServer((socket) => {
      met++;
      socket.on('error', () => {});
      socket.once('data', () => socket.end(Buffer.concat([WELCOME, READY, FAREWELL])));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const address = { host: '127.0.0.1', port, user: 'hubby', password: 'x', database: 'hubby' };
    return { address, met: () => met };
  }

  for (const [name, hook] of [
    ['without a hook', {}],
    ['with one', { onConnect: async () => {} }],
  ] as const)
    it(`is an error of the query: a pool ${name}`, async () => {
      const { address } = await start();
      const pool = makePool({ ...address, ...hook });
      for (let n = 0; n < 3; n++)
        await assert.rejects(pool.query('select 1'), /connection|terminat/i);
      await pool.end();
    });

  it('is an error of who wants to listen', async () => {
    const { address, met } = await start();
    await assert.rejects(
      listen(
        address,
        'x',
        async () => {},
        () => {},
      ),
      /connection|terminat/i,
    );
    await until('it was asked', async () => met() > 0);
  });
});
