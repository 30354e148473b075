/** A partner's endpoint as the tests see it: keeps what came, and answers as it is told. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../harness.ts';

export type Received = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  json: Json;
  at: number;
};
export type Behave = (req: Received, res: ServerResponse, raw: IncomingMessage) => void;

export type Receiver = {
  /** without a path; each path may be an endpoint of its own */
  url: string;
  received: Received[];
  connections(): number;
  /** How it answers from now on: a status, or what it does. */
  behave(how: number | Behave): void;
  /** Of a path. */
  at(path: string): Received[];
  close(): Promise<void>;
};

export async function startReceiver(how: number | Behave = 200): Promise<Receiver> {
  const received: Received[] = [];
  let behaviour: Behave;
  let connections = 0;
  const behave = (next: number | Behave): void => {
    behaviour =
      typeof next === 'function'
        ? next
        : (_req, res) => {
            res.writeHead(next).end('noted');
          };
  };
  behave(how);
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('error', () => {});
    res.on('error', () => {});
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const one = {
        path: req.url!,
        headers: req.headers,
        body,
        json: JSON.parse(body),
        at: Date.now(),
      };
      received.push(one);
      behaviour(one, res, req);
    });
  });
  server.on('connection', () => {
    connections++;
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    connections: () => connections,
    behave,
    at: (path) => received.filter((r) => r.path === path),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
