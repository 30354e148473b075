/** How an endpoint is declared: what it takes, who may call it, one call into the domain, how it is shown. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { ErrorObject } from 'ajv';
import { AppError, invalid, type Problem } from '../errors.ts';
import type { Context } from '../context.ts';
import type { Partner } from '../domain/partners/key-store.ts';
import type { AppUser } from '../domain/travelers/app-user.ts';
import {
  beginIdempotent,
  keepAnswer,
  releaseKey,
  type Scope,
} from '../domain/partners/idempotency.ts';
import {
  authenticateOperator,
  authenticatePartner,
  authenticateUser,
  isAppCall,
} from './authenticate.ts';
import { problemsFrom } from '../input/check.ts';
import { takeDigits } from '../input/digits.ts';
import { knownNames, NO_NAMES, unknownNames, type Names } from '../input/known-names.ts';
import { errorBody } from './envelope.ts';
import { unstorable, unstorableIn, withoutNulls } from './validation.ts';
import type { Places, Pool } from '../http/places.ts';
import { SMALL_BODY } from '../http/read-body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    partner: Partner | null;
    appUser: AppUser | null;
    /** members and parameters that nobody knows; null while that was not looked at */
    warnings: readonly Problem[] | null;
  }
}

export type Answer = {
  status?: number;
  data: unknown;
  message?: string;
  headers?: Record<string, string>;
};
/** In place of the envelope, where a route `produces` something else. */
export type RawAnswer = { raw: Uint8Array | string; headers?: Record<string, string> };

export type Call<P extends TSchema, Q extends TSchema, B extends TSchema> = {
  ctx: Context;
  params: Static<P>;
  query: Static<Q>;
  body: Static<B>;
  headers: FastifyRequest['headers'];
  /** what the schema found wrong; only routes with `tolerant` see any */
  problems: Problem[];
  /** of the Idempotency-Key, for domain operations that have to find an interrupted first try again */
  requestKey: string | null;
  /** of the client; what a proxy says counts only behind trusted ones */
  ip: string;
};

type Declaration<P extends TSchema, Q extends TSchema, B extends TSchema> = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  url: string;
  operationId: string;
  summary: string;
  description?: string;
  tag: string;
  params?: P;
  query?: Q;
  body?: B;
  /** status → schema of `data` */
  answers: Record<number, TSchema>;
  errors?: number[];
  /** hand schema problems of the body to `handle`, which adds its own */
  tolerant?: boolean;
  /** null means "not given" in the body */
  dropNulls?: boolean;
  example?: unknown;
  /** media type of the body where it is not JSON; it arrives as text */
  consumes?: string;
  /** media type of the answer 200 where it is not JSON; `handle` then answers `raw` */
  produces?: string;
  bodyLimit?: number;
};
type ForPartner<P extends TSchema, Q extends TSchema, B extends TSchema> = Declaration<P, Q, B> & {
  handle(call: Call<P, Q, B> & { partner: Partner }): Promise<Answer | RawAnswer>;
};
type ForOperator<P extends TSchema, Q extends TSchema, B extends TSchema> = Declaration<P, Q, B> & {
  handle(call: Call<P, Q, B>): Promise<Answer | RawAnswer>;
};
/** `user` null: the partner calls, with its signature. */
type ForPartnerOrApp<P extends TSchema, Q extends TSchema, B extends TSchema> = Declaration<
  P,
  Q,
  B
> & { handle(call: Call<P, Q, B> & { partner: Partner; user: AppUser | null }): Promise<Answer> };
/** Whoever knows how its provider signs: the operation checks that on the raw request. */
type ForProvider<P extends TSchema> = Declaration<P, TSchema, TSchema> & {
  handle(
    call: Pick<Call<P, TSchema, TSchema>, 'ctx' | 'params' | 'headers'> & { rawBody: string },
  ): Promise<Answer>;
};
export type Route = Declaration<TSchema, TSchema, TSchema> & {
  auth: 'partner' | 'partner-or-app' | 'operator' | 'provider' | 'public';
  handle(call: never): Promise<Answer | RawAnswer>;
};

/** These give `handle` its types from the schemas. */
export const partnerRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForPartner<P, Q, B>,
): Route => ({ ...route, auth: 'partner' }) as unknown as Route;
export const partnerOrAppRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForPartnerOrApp<P, Q, B>,
): Route => ({ ...route, auth: 'partner-or-app' }) as unknown as Route;
export const operatorRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForOperator<P, Q, B>,
): Route => ({ ...route, auth: 'operator' }) as unknown as Route;
export const publicRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForOperator<P, Q, B>,
): Route => ({ ...route, auth: 'public' }) as unknown as Route;
export const providerRoute = <P extends TSchema>(route: ForProvider<P>): Route =>
  ({ ...route, auth: 'provider' }) as unknown as Route;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** bytes and milliseconds that a body may have */
const BODY: Record<Route['auth'], { limit: number; ms: number }> = {
  partner: { limit: 1024 * 1024, ms: 30_000 },
  'partner-or-app': { limit: SMALL_BODY, ms: 5_000 },
  operator: { limit: 1024 * 1024, ms: 30_000 },
  provider: { limit: 1024 * 1024, ms: 5_000 },
  public: { limit: SMALL_BODY, ms: 5_000 },
};

/** Who sent it, by its headers: before its body is waited for. */
async function authenticate(
  ctx: Context,
  places: Places,
  route: Route,
  req: FastifyRequest,
): Promise<void> {
  const within = async <T>(pool: Pool, work: () => Promise<T>): Promise<T> => {
    const leave = places.enter(pool);
    return work().finally(leave);
  };
  if (route.auth === 'provider' || route.auth === 'public') return;
  if (route.auth === 'operator') await within('operator', () => authenticateOperator(ctx, req));
  else if (route.auth === 'partner-or-app' && isAppCall(req)) {
    const { user, partner } = await within('app', () => authenticateUser(ctx, req));
    Object.assign(req, { appUser: user, partner });
  } else req.partner = await authenticatePartner(ctx, req);
}

const placeOf = (places: Places, { auth }: Route, req: FastifyRequest): (() => void) =>
  auth === 'operator' || auth === 'provider' || auth === 'public'
    ? places.enter(auth)
    : req.appUser !== null
      ? places.enter('app')
      : places.enterAs(req.partner!.id);

export function addRoute(
  app: FastifyInstance,
  ctx: Context,
  places: Places,
  route: Route,
  schema: object,
): void {
  const known = namesOf(route);
  app.route({
    method: route.method,
    url: route.url,
    schema,
    attachValidation: true,
    bodyLimit: route.bodyLimit ?? BODY[route.auth].limit,
    config: { bodyMs: BODY[route.auth].ms },
    onRequest: (req) => authenticate(ctx, places, route, req),
    preValidation: async (req) => {
      // Only now: the request is there whole.
      req.release = placeOf(places, route, req);
      const bad = [
        ...(req.raw.url!.includes('%00')
          ? [...unstorableIn(req.params), ...unstorableIn(req.query)]
          : []),
        ...(route.body === undefined ? [] : unstorable(req.rawBody, req.body)),
      ];
      if (bad.length > 0) throw invalid(bad);
      req.warnings = warningsOf(req, known);
      takeDigits(req.body);
      if (route.body !== undefined && route.dropNulls) req.body = withoutNulls(req.body);
    },
    handler: (req, reply) => answer(ctx, route, req, reply),
  });
}

/** A provider's bodies are its own, read by the operation that knows their form. */
const namesOf = ({ auth, body, query }: Route): { body: Names; query: Names } => ({
  query: query === undefined ? NO_NAMES : knownNames(query),
  body: auth === 'provider' ? null : body === undefined ? NO_NAMES : knownNames(body),
});

const NONE: readonly Problem[] = [];

function warningsOf(req: FastifyRequest, known: { body: Names; query: Names }): readonly Problem[] {
  const inQuery = req.raw.url!.includes('?') ? unknownNames(req.query, known.query) : NONE;
  const inBody = req.rawBody === '' ? NONE : unknownNames(req.body, known.body);
  return inQuery.length + inBody.length === 0 ? NONE : [...inQuery, ...inBody];
}

async function answer(
  ctx: Context,
  route: Route,
  req: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { validation = [], validationContext: context } = (req.validationError ?? {}) as {
    validation?: ErrorObject[];
    validationContext?: string;
  };
  const problems =
    validation.length === 0
      ? []
      : problemsFrom(validation, context === 'body' ? req.body : req.query);
  // An id that no schema allows is one that nothing has.
  if (context === 'params') throw new AppError('not_found', 'There is nothing here.');
  if (problems.length > 0 && !(route.tolerant && context === 'body')) throw invalid(problems);
  const key = req.headers['idempotency-key'];
  const wantsKey =
    key !== undefined &&
    (route.method === 'POST' || route.method === 'DELETE') &&
    route.auth.startsWith('partner') &&
    req.appUser === null &&
    problems.length === 0;
  const call = {
    ctx,
    params: req.params,
    query: req.query,
    body: req.body,
    headers: req.headers,
    problems,
    requestKey: null,
    partner: req.partner,
    user: req.appUser,
    rawBody: req.rawBody,
    ip: req.ip,
  };
  const run = (requestKey: string | null): Promise<Answer | RawAnswer> =>
    route.handle({ ...call, requestKey } as never);
  if (route.produces !== undefined)
    return sendRaw(req, reply, route.produces, (await run(null)) as RawAnswer);
  if (!wantsKey) return send(req, reply, (await run(null)) as Answer);
  return idempotent(ctx, req, reply, String(key), run as (requestKey: string) => Promise<Answer>);
}

const hasAny = (warnings: readonly Problem[] | null): boolean => (warnings?.length ?? 0) > 0;

const envelope = ({ message, data }: Answer, { warnings }: FastifyRequest): string =>
  JSON.stringify({
    success: true,
    ...(message === undefined ? {} : { message }),
    data,
    ...(hasAny(warnings) ? { warnings } : {}),
  });

/** Where there is no envelope: JSON in the ASCII that headers are made of. */
function warnInHeader({ warnings }: FastifyRequest, reply: FastifyReply): void {
  if (!hasAny(warnings)) return;
  const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  reply.header('x-hubby-warnings', JSON.stringify(warnings).replace(/[^\x20-\x7e]/g, escaped));
}

function send(req: FastifyRequest, reply: FastifyReply, a: Answer): FastifyReply {
  if (a.headers !== undefined) reply.headers(a.headers);
  if (a.status === 304) warnInHeader(req, reply);
  return reply
    .code(a.status ?? 200)
    .type('application/json; charset=utf-8')
    .send(a.status === 304 ? null : envelope(a, req));
}

/** Bytes for a browser to show as what they are, and as nothing else. */
function sendRaw(
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

const timesSent = (req: FastifyRequest): number =>
  req.raw.headersDistinct['idempotency-key']?.length ?? 0;

async function idempotent(
  ctx: Context,
  req: FastifyRequest,
  reply: FastifyReply,
  key: string,
  run: (requestKey: string) => Promise<Answer>,
): Promise<FastifyReply> {
  if (!IDEMPOTENCY_KEY.test(key))
    throw invalid([
      {
        field: 'idempotency-key',
        issue: `expected 1 to 255 visible ASCII characters without blanks, got ${timesSent(req) > 1 ? `${timesSent(req)} of these headers` : key.length > 255 ? `${key.length} characters` : JSON.stringify(key)}`,
      },
    ]);
  const target = req.raw.url!;
  // An index entry holds some 2 kB; a target may have more.
  const path =
    target.length <= 500
      ? target
      : `sha256:${createHash('sha256').update(target).digest('base64url')}`;
  const scope: Scope = { partnerId: req.partner!.id, method: req.method, path, key };
  const begun = await beginIdempotent(
    ctx,
    scope,
    createHash('sha256').update(req.rawBody).digest(),
  );
  if (begun.kind === 'mismatch')
    throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used with another body.');
  if (begun.kind === 'running')
    throw new AppError(
      'idempotency_in_progress',
      'The first request with this Idempotency-Key is still running.',
      { retryAfter: 1 },
    );
  if (begun.kind === 'replay')
    return reply
      .code(begun.status)
      .header('idempotent-replayed', 'true')
      .type('application/json; charset=utf-8')
      .send(begun.body);
  try {
    const result = await run(begun.requestKey);
    await keepAnswer(ctx, scope, begun.requestKey, result.status ?? 200, envelope(result, req));
    return send(req, reply, result);
  } catch (error) {
    if (
      error instanceof AppError &&
      error.status < 500 &&
      error.status !== 401 &&
      error.status !== 429
    )
      await keepAnswer(
        ctx,
        scope,
        begun.requestKey,
        error.status,
        JSON.stringify(errorBody(ctx, error, req)),
      );
    else await releaseKey(ctx, scope);
    throw error;
  }
}
