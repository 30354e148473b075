/** A webhook receiver, a process of its own: answers 200 and remembers when which event came. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `arrivals`: event id → how often, and when first (Unix milliseconds, body read). Without an id
 * only counted.
 */
export type Received = {
  requests: number;
  bytes: number;
  arrivals: [id: string, count: number, firstAt: number][];
};

if (import.meta.main) {
  let requests = 0;
  let bytes = 0;
  let arrivals = new Map<string, { count: number; firstAt: number }>();
  const server = createServer((req, res) => {
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    req.on('end', () => {
      requests++;
      const id = req.headers['webhook-id'] as string | undefined;
      if (id !== undefined) {
        const known = arrivals.get(id);
        if (known === undefined) arrivals.set(id, { count: 1, firstAt: Date.now() });
        else known.count++;
      }
      res.writeHead(200, { 'content-type': 'text/plain', 'content-length': 2 }).end('ok');
    });
  });
  server.keepAliveTimeout = 60_000;
  process.on('message', (message: 'listen' | 'take') => {
    if (message === 'listen')
      return void server.listen(0, '127.0.0.1', () =>
        process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
      );
    const taken: Received = {
      requests,
      bytes,
      arrivals: [...arrivals].map(([id, { count, firstAt }]) => [id, count, firstAt]),
    };
    [requests, bytes, arrivals] = [0, 0, new Map()];
    process.send!(taken);
  });
  process.on('disconnect', () => process.exit());
}
