/** Answers that never change while the process runs: made once, sent from memory, with a strong ETag. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export type StaticAnswer = { type: string; bytes: Buffer; etag: string };

export const makeStatic = (type: string, body: string | Buffer): StaticAnswer => {
  const bytes = Buffer.from(body);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  return { type, bytes, etag: `"${hash}"` };
};

/** Whether If-None-Match names this tag: a list of them, weak or strong, or `*`. */
export const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

/** Browsers may keep it and ask whether it is still the same, unless a header was set that says otherwise. */
export function sendStatic(
  req: FastifyRequest,
  reply: FastifyReply,
  { type, bytes, etag }: StaticAnswer,
): FastifyReply {
  if (reply.getHeader('cache-control') === 'no-store') reply.header('cache-control', 'no-cache');
  reply.header('etag', etag);
  return isKnown(req.headers['if-none-match'], etag)
    ? reply.code(304).send()
    : reply.type(type).send(bytes);
}

/** For routes of others, whose answers are texts without a query: the first one is kept and sent from then on. */
export function keepAnswers(scope: FastifyInstance): void {
  const kept = new Map<string, StaticAnswer>();
  scope.addHook('onRequest', async (req, reply) => {
    const known = kept.get(req.routeOptions.url ?? '');
    if (known !== undefined) return sendStatic(req, reply, known);
    return undefined;
  });
  scope.addHook('onSend', async (req, reply, payload) => {
    const url = req.routeOptions.url ?? '';
    if (typeof payload !== 'string' || reply.statusCode !== 200 || kept.has(url)) return payload;
    const answer = makeStatic(String(reply.getHeader('content-type')), payload);
    kept.set(url, answer);
    reply
      .headers({ etag: answer.etag, 'cache-control': 'no-cache' })
      .removeHeader('content-length');
    return answer.bytes;
  });
}
