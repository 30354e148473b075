/**
 * The limit of deliveries, a process of its own: a bare loop of POSTs with undici, each answer
 * read.
 */
import { Pool } from 'undici';

export type PostOrder = { origin: string; bodies: string[]; connections: number };
export type PostReply = { ms: number } | { error: string };

async function post({ origin, bodies, connections }: PostOrder): Promise<PostReply> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < bodies.length) {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/hook',
        headers: { 'content-type': 'application/json' },
        body: bodies[next++]!,
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
