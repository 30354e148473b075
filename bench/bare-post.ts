/**
 * The limit of deliveries, a process of its own: a bare loop of POSTs with undici, signed in both
 * forms, with the product's headers, each answer read.
 */
import { signatureHeaders, signingKeys } from '@hubby/sdk/webhooks';
import { Pool } from 'undici';

export type PostOrder = {
  origin: string;
  events: { id: string; body: string }[];
  /** without those of the signature */
  headers: Record<string, string>;
  secret: string;
  connections: number;
};
export type PostReply = { ms: number } | { error: string };

async function post({
  origin,
  events,
  headers,
  secret,
  connections,
}: PostOrder): Promise<PostReply> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const keys = [signingKeys(secret)];
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < events.length) {
      const { id, body: text } = events[next++]!;
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/hook',
        headers: { ...headers, ...signatureHeaders(keys, id, text, Date.now()) },
        body: text,
      });
      await body.text();
      if (statusCode !== 200) throw new Error(`the receiver answered ${statusCode}`);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, loop));
  const ms = performance.now() - begun;
  await pool.close();
  return { ms };
}

if (import.meta.main) {
  process.on('message', (order: PostOrder) => {
    post(order)
      .catch((error: unknown): PostReply => ({ error: String(error) }))
      .then((reply) => process.send!(reply));
  });
  process.on('disconnect', () => process.exit());
}
