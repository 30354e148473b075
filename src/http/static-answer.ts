/**
 * Answers that never change while the process runs: made once, compressed once, sent from memory,
 * with a strong ETag.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseEncoding, isWorthPacking, pack, type Encoding } from './compress.ts';

export type StaticAnswer = {
  type: string;
  bytes: Buffer;
  etag: string;
  /** made when first asked for; missing where compressing gains nothing */
  packed?: Map<Encoding, Promise<Buffer>>;
};

export const makeStatic = (type: string, body: string | Buffer): StaticAnswer => {
  const bytes = Buffer.from(body);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  return {
    type,
    bytes,
    etag: `"${hash}"`,
    ...(isWorthPacking(type, bytes) ? { packed: new Map() } : {}),
  };
};

/** Whether If-None-Match names this tag: a list of them, weak or strong, or `*`. */
export const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

/**
 * Browsers may keep it and ask whether it is still the same, unless a header was set that says
 * otherwise.
 */
export async function sendStatic(
  req: FastifyRequest,
  reply: FastifyReply,
  answer: StaticAnswer,
): Promise<FastifyReply> {
  const { type, bytes, packed } = answer;
  if (reply.getHeader('cache-control') === 'no-store') reply.header('cache-control', 'no-cache');
  if (packed !== undefined) reply.header('vary', 'accept-encoding');
  const encoding =
    packed === undefined ? null : chooseEncoding(req.headers['accept-encoding'] as string);
  // Other bytes, another tag.
  const etag = encoding === null ? answer.etag : answer.etag.replace(/"$/, `-${encoding}"`);
  reply.header('etag', etag);
  if (isKnown(req.headers['if-none-match'], etag)) return reply.code(304).send();
  if (encoding === null) return reply.type(type).send(bytes);
  let making = packed!.get(encoding);
  if (making === undefined) packed!.set(encoding, (making = pack(encoding, bytes)));
  return reply
    .type(type)
    .header('content-encoding', encoding)
    .send(await making);
}
