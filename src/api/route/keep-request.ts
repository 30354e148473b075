/**
 * Keeps requests of partners for them to read, when their answers are out: those that a key has
 * signed, and those that failed for their signature or scope and name a key that there is.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { keyEnvironment, parseKeyId } from '../../domain/partners/keys/key-format.ts';
import type { ApiKey } from '../../domain/partners/keys/key-store.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import {
  bodyOf,
  DROPPED_BODY,
  NO_BODY,
  SECRET_BODY,
  type Body,
  type KeptRequest,
} from '../../domain/requests/kept-request.ts';
import { keptBodiesOf } from './kept-bodies.ts';
import { isNamed, logIdOf } from './log-id.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** the key that it names, once that was looked up; whether it has signed is another thing */
    named: ApiKey | null;
    /** its answer, where that is text */
    answered: string | null;
  }
}

/** This process is too far behind to do what it can do without. */
const LATE_MS = 500;
/** Keys that nobody has looked up yet: so many at once, whatever is sent. */
const MOST_LOOK_UPS = 8;

/** For `onSend`. */
export function rememberAnswer(
  req: FastifyRequest,
  _reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  if (typeof payload === 'string') req.answered = payload;
  done(null, payload);
}

/** For `onResponse`. */
export function keepRequest(ctx: Context) {
  const { requestLog: log } = ctx;
  let lookUps = 0;

  /** One that failed before its key was looked up: a header is missing, or has another form. */
  function lookUp(about: About): void {
    const keyId = about.req.headers['x-api-key'];
    if (typeof keyId !== 'string' || parseKeyId(keyId) !== keyEnvironment(ctx.config.env)) return;
    if (lookUps >= MOST_LOOK_UPS || !log.mayKeepFailed(keyId)) return;
    lookUps++;
    const unsigned = unsignedOf(about);
    ctx.keys
      .find(keyId)
      .then((key) => {
        if (key !== null) log.keep({ ...unsigned, partnerId: key.partner.id, keyId });
      })
      // It is not told apart from a key that is unknown.
      .catch(() => {})
      .finally(() => lookUps--);
  }

  return (req: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    done();
    const { who, named, isRefused } = req;
    const operationId = req.routeOptions.config?.operationId;
    if (isRefused || operationId === undefined) return;
    const responseBytes = Number(reply.getHeader('content-length') ?? 0);
    const about = { req, reply, operationId, responseBytes };
    if (who?.actor?.kind === 'key' && who.partner !== undefined) {
      if (ctx.loopLag.ms() > LATE_MS) log.dropLate();
      else log.keep(signedOf(about, who.partner, who.actor.id));
    } else if (named !== null) {
      if (!log.mayKeepFailed(named.id)) return;
      const owner = { partnerId: named.partner.id, keyId: named.id };
      log.keep({ ...unsignedOf(about), ...owner });
    } else if (reply.statusCode === 401) lookUp(about);
  };
}

type About = {
  req: FastifyRequest;
  reply: FastifyReply;
  operationId: string;
  responseBytes: number;
};
type Unsigned = Omit<KeptRequest, 'partnerId' | 'keyId'>;

function signedOf(about: About, { id: partnerId, settings }: Partner, keyId: string): KeptRequest {
  const { req, operationId } = about;
  if (settings.retention?.request_body_days === 0)
    return { ...unsignedOf(about), query: null, partnerId, keyId };
  const kept = keptBodiesOf(operationId);
  const came = sentOf(req);
  const went = answerOf(about);
  return {
    ...headOf(about),
    partnerId,
    keyId,
    request: kept === 'neither' && came !== NO_BODY ? SECRET_BODY : came,
    response: kept !== 'both' && went !== NO_BODY ? SECRET_BODY : went,
  };
}

/** Of whoever merely names a key, or wants none kept, no body is. */
function unsignedOf(about: About): Unsigned {
  const dropped = (body: Body): Body => (body === NO_BODY ? NO_BODY : DROPPED_BODY);
  return {
    ...headOf(about),
    request: dropped(sentOf(about.req)),
    response: dropped(answerOf(about)),
  };
}

function headOf({ req, reply, operationId, responseBytes }: About) {
  const { method, id, ip, headers, raw } = req;
  const target = raw.url!;
  const question = target.indexOf('?');
  const { statusCode: status } = reply;
  return {
    id: logIdOf(req, reply),
    clientId: isNamed(req) ? id : null,
    method,
    path: question === -1 ? target : target.slice(0, question),
    query: question === -1 ? null : target.slice(question + 1),
    userAgent: headers['user-agent'] ?? null,
    operationId,
    status,
    errorType: status < 400 ? null : errorTypeOf(req.answered),
    durationMs: Math.round(reply.elapsedTime),
    ip,
    requestBytes: Number(headers['content-length'] ?? Buffer.byteLength(req.rawBody)),
    responseBytes,
  };
}

/** Also of an answer that was kept for its Idempotency-Key. */
const ERROR_TYPE = /"error":\{"code":\d{3},"type":"([a-z_]{1,60})"/;
const errorTypeOf = (answered: string | null): string | null =>
  answered === null ? null : (ERROR_TYPE.exec(answered)?.[1] ?? null);

/** What was no text, or was refused before it was read, was sent all the same. */
function sentOf({ rawBody, headers }: FastifyRequest): Body {
  if (rawBody !== '') return bodyOf(rawBody);
  const wasSent =
    Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  return wasSent ? DROPPED_BODY : NO_BODY;
}

function answerOf({ req: { method, answered }, reply, responseBytes }: About): Body {
  if (method === 'HEAD' || responseBytes === 0) return NO_BODY;
  const type = reply.getHeader('content-type');
  const isJson = typeof type === 'string' && type.startsWith('application/json');
  return answered === null || !isJson ? DROPPED_BODY : bodyOf(answered);
}
