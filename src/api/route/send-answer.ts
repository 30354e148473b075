/** What an operation answered, as it goes out: in the envelope, or raw. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, RawAnswer } from './route.ts';
import { hasAny, warnInHeader } from './warnings.ts';
import { ANSWER } from '../../http/media-type.ts';

export const envelope = ({ message, data }: Answer, { warnings }: FastifyRequest): string =>
  JSON.stringify({
    success: true,
    ...(message === undefined ? {} : { message }),
    data,
    ...(hasAny(warnings) ? { warnings } : {}),
  });

export function send(req: FastifyRequest, reply: FastifyReply, a: Answer): FastifyReply {
  if (a.headers !== undefined) reply.headers(a.headers);
  if (a.status === 304) warnInHeader(req, reply);
  return reply
    .code(a.status ?? 200)
    .type(ANSWER.json)
    .send(a.status === 304 ? null : envelope(a, req));
}

/** Bytes for a browser to show as what they are, and as nothing else. */
export function sendRaw(
  req: FastifyRequest,
  reply: FastifyReply,
  type: string,
  { raw, headers = {} }: RawAnswer,
): FastifyReply {
  warnInHeader(req, reply);
  return reply
    .headers({
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      ...headers,
    })
    .code(200)
    .type(type)
    .send(raw);
}
