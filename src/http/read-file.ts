/**
 * A body that is read while it comes, for files that are too large to be held: bounded as others are
 * in size and time, and counted among those that are not there whole.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { checkMedia } from './media-type.ts';
import type { OpenBodies, Sender } from './open-bodies.ts';
import { limitsOf, tooEarly, tooLarge, tooMany, tooSlow, type Limits } from './read-body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** the body of a route that reads it itself */
    file: FileBody | null;
  }
  interface FastifyContextConfig {
    /** it reads its body itself */
    takesFile?: boolean;
  }
}

export type FileBody = {
  /** Once. Throws what the client did wrong. */
  chunks: AsyncIterable<Buffer>;
  /** SHA-256 of what has been read */
  digest(): Buffer;
};

/** What one takes up while it is read, however long it is. */
export const FILE_BYTES = 1024 * 1024;

export type OpenFile = (req: FastifyRequest, payload: IncomingMessage, type: string) => FileBody;

export const fileOpener =
  (open: OpenBodies, senderOf: (req: FastifyRequest) => Sender): OpenFile =>
  (req, payload, type) => {
    checkMedia(req.headers, type);
    const limits = limitsOf(req);
    if (Number(payload.headers['content-length'] ?? 0) > limits.limit) throw tooLarge(limits.limit);
    const hash = createHash('sha256');
    const enter = (giveUp: () => void): (() => void) => open.enter(senderOf(req), giveUp);
    const chunks = bounded(payload, limits, enter, (chunk) => hash.update(chunk));
    return { chunks, digest: () => hash.copy().digest() };
  };

/** One chunk at a time: while it is worked on, nothing more is taken from the socket. */
async function* bounded(
  payload: IncomingMessage,
  { limit, ms }: Limits,
  enter: (giveUp: () => void) => () => void,
  note: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  let size = 0;
  let failure: AppError | null = null;
  let isEnded = false;
  let next = waiting();
  const fail = (error: AppError): void => {
    failure ??= error;
    next.reject(failure);
  };
  const take = (chunk: Buffer): void => {
    payload.pause();
    next.resolve(chunk);
  };
  // The end may come with the last chunk, while that is worked on.
  const finish = (): void => {
    isEnded = true;
    next.resolve(null);
  };
  const breakOff = (): void => (isEnded ? undefined : fail(tooEarly()));
  const timer = setTimeout(() => fail(tooSlow(ms)), ms);
  const leave = enter(() => fail(tooMany()));
  payload.on('data', take).on('end', finish).on('error', breakOff).on('close', breakOff);
  try {
    for (;;) {
      const chunk = await next.promise;
      if (chunk === null) return;
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      note(chunk);
      yield chunk;
      if (failure !== null) throw failure;
      if (isEnded) return;
      next = waiting();
      payload.resume();
    }
  } finally {
    clearTimeout(timer);
    leave();
    payload.off('data', take).off('end', finish).off('error', breakOff).off('close', breakOff);
  }
}

/** It may be refused while nobody listens: whoever comes to listen hears of it. */
function waiting(): PromiseWithResolvers<Buffer | null> {
  const next = Promise.withResolvers<Buffer | null>();
  next.promise.catch(() => {});
  return next;
}
