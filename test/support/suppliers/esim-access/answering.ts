/** A server that gives one answer to everything: for answers that no supplier should give. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answering = {
  url: string;
  says(body: unknown, status?: number): void;
  close(): Promise<void>;
};

export async function startAnswering(): Promise<Answering> {
  let answer = { status: 200, text: '{}' };
  const server = createServer((req, res) => {
    req.resume();
    req.on('end', () => {
      res.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    says(body, status = 200) {
      answer = { status, text: JSON.stringify(body) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
