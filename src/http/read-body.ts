/**
 * The one reader of bodies: bounded in size, time and number, whole before anything is decided,
 * UTF-8 or refused.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { checkMedia } from './media-type.ts';
import type { OpenBodies, Sender } from './open-bodies.ts';
import { textOf } from './utf8.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, byte for byte: it is UTF-8. */
    rawBody: string;
  }
  interface FastifyContextConfig {
    /** within which a body has to be there whole, where it is not SMALL_BODY_MS */
    bodyMs?: number;
  }
}

/** Forms, apps' calls, whatever anybody may send. */
export const SMALL_BODY = 16 * 1024;
const SMALL_BODY_MS = 5_000;

/** The bytes of a request's body, whole. Throws what the client did wrong. */
export type ReadBody = (req: FastifyRequest, payload: IncomingMessage) => Promise<Buffer>;

export const bodyReader =
  (open: OpenBodies, senderOf: (req: FastifyRequest) => Sender): ReadBody =>
  async (req, payload) => {
    const limits = limitsOf(req);
    if (Number(payload.headers['content-length'] ?? 0) > limits.limit) throw tooLarge(limits.limit);
    return receive(payload, limits, open, senderOf(req));
  };

export type Limits = { limit: number; ms: number };
export const limitsOf = ({ routeOptions }: FastifyRequest): Limits => ({
  limit: routeOptions.bodyLimit ?? SMALL_BODY,
  ms: routeOptions.config?.bodyMs ?? SMALL_BODY_MS,
});

/**
 * The bytes as text of this media type, kept in `rawBody` as well. Throws where they are something
 * else.
 */
export function asText(req: FastifyRequest, bytes: Buffer, type: string): string {
  checkMedia(req.headers, type);
  return (req.rawBody = textOf(bytes));
}

function receive(
  payload: IncomingMessage,
  { limit, ms }: Limits,
  open: OpenBodies,
  sender: Sender,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (error: AppError | null): void => {
      clearTimeout(timer);
      leave();
      payload.off('data', take).off('end', finish).off('error', breakOff).off('close', breakOff);
      if (error === null) resolve(Buffer.concat(chunks, size));
      else reject(error);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) end(tooLarge(limit));
      else chunks.push(chunk);
    };
    const finish = (): void => end(null);
    const breakOff = (): void => end(tooEarly());
    const timer = setTimeout(() => end(tooSlow(ms)), ms);
    const leave = open.enter(sender, () => end(tooMany()));
    payload.on('data', take).on('end', finish).on('error', breakOff).on('close', breakOff);
  });
}

const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${bytes / 1024} kB` : `${bytes / 1024 / 1024} MiB`;

export const tooLarge = (limit: number): AppError =>
  new AppError('payload_too_large', `The body may have at most ${sizeOf(limit)}.`);
export const tooEarly = (): AppError =>
  new AppError('invalid_request', 'The body ended too early.');
export const tooSlow = (ms: number): AppError =>
  new AppError('invalid_request', `The body was not there whole within ${ms / 1000} s.`);
export const tooMany = (): AppError =>
  new AppError('overloaded', 'Too many unfinished requests come from here; try again.', {
    retryAfter: 1,
  });
