/** What an operation answered, as it goes out: in the envelope, or raw. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Json, type Answer, type RawAnswer } from './route.ts';
import { hasAny, warnInHeader } from './warnings.ts';
import { ANSWER } from '../../http/media-type.ts';

export function envelope({ message, data, warnings: own }: Answer, req: FastifyRequest): string {
  const warnings = [...(req.warnings ?? []), ...(own ?? [])];
  const before = { success: true, ...(message === undefined ? {} : { message }) };
  const after = hasAny(warnings) ? { warnings } : {};
  if (!(data instanceof Json)) return JSON.stringify({ ...before, data, ...after });
  const [head, tail] = [JSON.stringify(before), JSON.stringify(after)];
  return `${head.slice(0, -1)},"data":${data.text}${tail === '{}' ? '' : ','}${tail.slice(1)}`;
}

export function send(req: FastifyRequest, reply: FastifyReply, a: Answer): FastifyReply {
  if (a.status !== 304)
    return sendText(reply, a, { status: a.status ?? 200, body: envelope(a, req) });
  warnInHeader(req, reply);
  return sendText(reply, a, { status: 304, body: null });
}

/** An answer that is text already. */
export const sendText = (
  reply: FastifyReply,
  { headers = {} }: Pick<Answer, 'headers'>,
  { status, body }: { status: number; body: string | null },
): FastifyReply => reply.headers(headers).code(status).type(ANSWER.json).send(body);

/** Bytes for a browser to show as what they are, and as nothing else. */
export function sendRaw(
  req: FastifyRequest,
  reply: FastifyReply,
  type: string,
  { raw, headers = {} }: RawAnswer,
): FastifyReply {
  warnInHeader(req, reply);
  // How long it takes is up to who reads it.
  if (raw instanceof Readable) req.wholeAt = 0;
  return reply
    .headers({
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      ...headers,
    })
    .code(200)
    .type(type)
    .send(raw);
}
