/**
 * A request with an `Idempotency-Key` runs once; whoever sends it again gets the answer that was
 * kept.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import {
  KeyInUse,
  keyedRequest,
  type Decided,
  type KeyRow,
  type KeyedRequest,
  type Scope,
} from '../../domain/partners/idempotency/keyed-request.ts';
import { errorBody } from './envelope.ts';
import { CONTENT_LANGUAGE } from './in-language.ts';
import type { Answer, Once, Route } from './route.ts';
import { envelope, sendText } from './send-answer.ts';

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
  { key, owner, isBegun }: { key: string; owner: string | undefined; isBegun: boolean },
  run: (once: Once) => Promise<Answer>,
): Promise<FastifyReply> {
  checkKey(req, key);
  const scope: Scope = {
    partnerId: req.who!.partner!.id,
    method: req.method,
    path: owner === undefined ? pathOf(req.raw.url!) : `${owner} ${pathOf(req.raw.url!)}`,
    key,
  };
  // Of a file only when it was read: its route begins the key itself.
  const request = keyedRequest(ctx, scope, () => req.file?.digest() ?? sha256(req.rawBody));
  try {
    if (isBegun) await request.begin();
    return await runOnce(ctx, req, reply, request, run);
  } catch (error) {
    if (error instanceof KeyInUse) return replay(reply, error);
    throw error;
  }
}

/** Whatever comes of it is kept, or the key is free again. */
async function runOnce(
  ctx: Context,
  req: FastifyRequest,
  reply: FastifyReply,
  request: KeyedRequest,
  run: (once: Once) => Promise<Answer>,
): Promise<FastifyReply> {
  let decided: Decided | undefined;
  const rowFor = (answer: Answer): KeyRow => request.row((decided = decide(req, answer)));
  try {
    const result = await run({ begin: request.begin, rowFor, took: request.took });
    if (decided === undefined || !request.isKept()) decided = decide(req, result);
    await request.keep(decided);
    return sendText(reply, result, decided);
  } catch (error) {
    if (error instanceof KeyInUse) throw error;
    // Of a file that was refused only a part may have been read: nothing to know it by.
    if (!isKept(error) || req.file !== null) await request.release();
    else
      await request.keep({
        status: error.status,
        body: JSON.stringify(errorBody(ctx, error, req)),
      });
    throw error;
  }
}

const decide = (req: FastifyRequest, answer: Answer): Decided => ({
  status: answer.status ?? 200,
  body: envelope(answer, req),
  language: answer.headers?.[CONTENT_LANGUAGE]?.toString(),
});

function replay(reply: FastifyReply, { found }: KeyInUse): FastifyReply {
  if (found === 'mismatch')
    throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used with another body.');
  if (found === 'running')
    throw new AppError(
      'idempotency_in_progress',
      'The first request with this Idempotency-Key is still running.',
      { retryAfter: 1 },
    );
  if (found.language !== undefined) reply.header(CONTENT_LANGUAGE, found.language);
  return sendText(reply.header('idempotent-replayed', 'true'), {}, found);
}
