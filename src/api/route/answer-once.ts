/**
 * A request with an `Idempotency-Key` runs once; whoever sends it again gets the answer that was
 * kept.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import {
  beginIdempotent,
  keepAnswer,
  releaseKey,
  type Scope,
} from '../../domain/partners/idempotency.ts';
import { errorBody } from './envelope.ts';
import { CONTENT_LANGUAGE } from './in-language.ts';
import type { Answer, Route } from './route.ts';
import { envelope, send } from './send-answer.ts';
import { ANSWER } from '../../http/media-type.ts';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Whether requests of this route can have a key at all; its caller says of which it counts. */
export const mayTakeKeys = ({ method, caller }: Route): boolean =>
  (method === 'POST' || method === 'DELETE') && caller.takesKeys !== undefined;

const timesSent = (req: FastifyRequest): number =>
  req.raw.headersDistinct['idempotency-key']?.length ?? 0;

function checkKey(req: FastifyRequest, key: string): void {
  if (IDEMPOTENCY_KEY.test(key)) return;
  const times = timesSent(req);
  const came =
    times > 1
      ? `${times} of these headers`
      : key.length > 255
        ? `${key.length} characters`
        : JSON.stringify(key);
  throw invalid([
    {
      field: 'idempotency-key',
      issue: `expected 1 to 255 visible ASCII characters without blanks, got ${came}`,
    },
  ]);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** An index entry holds some 2 kB; a target may have more. */
const pathOf = (target: string): string =>
  target.length <= 500 ? target : `sha256:${sha256(target).toString('base64url')}`;

/** What a next try would meet alike; faults, and refusals that pass, free the key instead. */
const isKept = (error: unknown): error is AppError =>
  error instanceof AppError && error.status < 500 && error.status !== 401 && error.status !== 429;

export async function answerOnce(
  ctx: Context,
  req: FastifyRequest,
  reply: FastifyReply,
  key: string,
  run: (requestKey: string) => Promise<Answer>,
): Promise<FastifyReply> {
  checkKey(req, key);
  const scope: Scope = {
    partnerId: req.who!.partner!.id,
    method: req.method,
    path: pathOf(req.raw.url!),
    key,
  };
  const begun = await beginIdempotent(ctx, scope, sha256(req.rawBody));
  if (begun.kind === 'mismatch')
    throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used with another body.');
  if (begun.kind === 'running')
    throw new AppError(
      'idempotency_in_progress',
      'The first request with this Idempotency-Key is still running.',
      { retryAfter: 1 },
    );
  if (begun.kind === 'replay') {
    if (begun.language !== undefined) reply.header(CONTENT_LANGUAGE, begun.language);
    return reply
      .code(begun.status)
      .header('idempotent-replayed', 'true')
      .type(ANSWER.json)
      .send(begun.body);
  }
  const { requestKey } = begun;
  try {
    const result = await run(requestKey);
    await keepAnswer(ctx, scope, requestKey, result.status ?? 200, {
      body: envelope(result, req),
      language: result.headers?.[CONTENT_LANGUAGE],
    });
    return send(req, reply, result);
  } catch (error) {
    if (isKept(error)) {
      const body = JSON.stringify(errorBody(ctx, error, req));
      await keepAnswer(ctx, scope, requestKey, error.status, { body });
    } else await releaseKey(ctx, scope);
    throw error;
  }
}
