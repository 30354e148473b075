/**
 * A declared endpoint put to work: who calls, a place, what was sent, one call into the domain, the
 * answer.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorObject } from 'ajv';
import { AppError, invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import type { AppUser } from '../../domain/travelers/app-user.ts';
import type { Places, Pool } from '../../http/places.ts';
import { SMALL_BODY } from '../../http/read-body.ts';
import { problemsFrom } from '../../input/check.ts';
import { takeDigits } from '../../input/digits.ts';
import { answerOnce } from './answer-once.ts';
import {
  authenticateOperator,
  authenticatePartner,
  authenticateUser,
  isAppCall,
} from './authenticate.ts';
import { deprecationsOf, headersOf, isUsed } from './deprecations.ts';
import type { Answer, RawAnswer, Route } from './route.ts';
import { send, sendRaw } from './send-answer.ts';
import { unstorable, unstorableIn, withoutNulls } from './validation.ts';
import { namesOf, warningsOf } from './warnings.ts';

declare module 'fastify' {
  interface FastifyRequest {
    partner: Partner | null;
    appUser: AppUser | null;
  }
}

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
  const deprecations = deprecationsOf(route.operationId);
  app.route({
    method: route.method,
    url: route.url,
    schema,
    attachValidation: true,
    bodyLimit: route.bodyLimit ?? BODY[route.auth].limit,
    config: { bodyMs: BODY[route.auth].ms },
    onRequest: (req) => authenticate(ctx, places, route, req),
    preValidation: async (req, reply) => {
      for (const one of deprecations)
        if (isUsed(one, req)) reply.headers(headersOf(one, ctx.baseUrl));
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

/** What the schema found wrong; thrown, unless the operation wants to hear of it. */
function problemsOf(route: Route, req: FastifyRequest): Problem[] {
  const { validation = [], validationContext: context } = (req.validationError ?? {}) as {
    validation?: ErrorObject[];
    validationContext?: string;
  };
  // An id that no schema allows is one that nothing has.
  if (context === 'params') throw new AppError('not_found', 'There is nothing here.');
  if (validation.length === 0) return [];
  const problems = problemsFrom(validation, context === 'body' ? req.body : req.query);
  if (problems.length > 0 && !(route.tolerant && context === 'body')) throw invalid(problems);
  return problems;
}

/** Of a partner's signed request; what the schema refuses uses no key up. */
const onceKeyOf = (route: Route, req: FastifyRequest, problems: Problem[]): string | undefined =>
  (route.method === 'POST' || route.method === 'DELETE') &&
  route.auth.startsWith('partner') &&
  req.appUser === null &&
  problems.length === 0
    ? req.headers['idempotency-key']?.toString()
    : undefined;

async function answer(
  ctx: Context,
  route: Route,
  req: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const problems = problemsOf(route, req);
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
  const key = onceKeyOf(route, req, problems);
  if (key === undefined) return send(req, reply, (await run(null)) as Answer);
  return answerOnce(ctx, req, reply, key, run as (requestKey: string) => Promise<Answer>);
}
