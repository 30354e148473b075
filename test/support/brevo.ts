/**
 * Stands in for Brevo's API: POST /v3/smtp/email, with keys, repeats known by idempotencyKey, and
 * whatever else a test says per recipient.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../harness.ts';

/**
 * `hang`: takes it and never answers; `lost`: sends it and never answers; a status, with headers.
 */
export type Behaviour =
  'hang' | 'lost' | { status: number; body?: unknown; headers?: Record<string, string> };
export type BrevoStandIn = {
  url: string;
  apiKey: string;
  /** every call as it came */
  calls: { headers: Record<string, unknown>; body: Json }[];
  /** what it would have sent on */
  sent: { id: string; body: Json }[];
  behave: Map<string, Behaviour>;
  close(): Promise<void>;
};

export async function startBrevo(): Promise<BrevoStandIn> {
  const apiKey = 'xkeysib-test';
  const calls: BrevoStandIn['calls'] = [];
  const sent: BrevoStandIn['sent'] = [];
  const behave = new Map<string, Behaviour>();
  const keys = new Set<string>();
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void =>
      void res
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    req
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        if (req.method !== 'POST' || req.url !== '/v3/smtp/email')
          return answer(404, { code: 'document_not_found', message: 'no such thing' });
        const body = JSON.parse(Buffer.concat(parts).toString()) as Json;
        calls.push({ headers: req.headers, body });
        const how = behave.get(body.to[0].email);
        if (req.headers['api-key'] !== apiKey)
          return answer(401, { code: 'unauthorized', message: 'Key not found' });
        if (how === 'hang') return undefined;
        if (typeof how === 'object')
          return answer(
            how.status,
            how.body ?? { code: 'some_code', message: `something about ${body.to[0].email}` },
            how.headers,
          );
        const key = String(body.headers?.idempotencyKey);
        if (keys.has(key))
          return answer(400, { code: 'duplicate_parameter', message: 'idempotencyKey was used' });
        keys.add(key);
        const id = `2027070112.${sent.length + 1}@smtp-relay.mailin.example`;
        sent.push({ id, body });
        return how === 'lost' ? undefined : answer(201, { messageId: `<${id}>` });
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v3`,
    apiKey,
    calls,
    sent,
    behave,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
