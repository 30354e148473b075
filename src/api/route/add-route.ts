/**
 * A declared endpoint put to work: who calls, a place, what was sent, one call into the domain, the
 * answer.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaCompiler } from 'fastify';
import type { ErrorObject } from 'ajv';
import { AppError, invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Actor } from '../../domain/actor.ts';
import type { Places } from '../../http/places.ts';
import { FILE_BYTES } from '../../http/read-file.ts';
import { problemsFrom } from '../../input/check.ts';
import { takeDigits } from '../../input/digits.ts';
import type { Who } from '../callers/caller-kind.ts';
import { answerOnce, mayTakeKeys } from './answer-once.ts';
import { deprecationsOf, headersOf, isUsed } from './deprecations.ts';
import { contextOf } from './log-id.ts';
import type { Answer, Once, RawAnswer, Route } from './route.ts';
import { send, sendRaw } from './send-answer.ts';
import { unstorable, unstorableIn, withoutNulls } from './validation.ts';
import { namesOf, warningsOf } from './warnings.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** who calls, as the route's kind of caller found it; null on pages and their like */
    who: Who | null;
  }
  interface FastifyContextConfig {
    /** of routes of the API */
    operationId?: string;
  }
}

export function addRoute(
  app: FastifyInstance,
  ctx: Context,
  places: Places,
  route: Route,
  schema: object,
): void {
  const { caller } = route;
  const known = namesOf(route);
  const deprecations = deprecationsOf(route.operationId);
  app.route({
    method: route.method,
    url: route.url,
    schema,
    attachValidation: true,
    // A stream that nobody reads would never end.
    exposeHeadRoute: route.streams !== true,
    bodyLimit: route.bodyLimit ?? caller.body.limit,
    config: {
      bodyMs: route.bodyMs ?? caller.body.ms,
      challenge: caller.challenge,
      operationId: route.operationId,
      takesFile: route.takesFile === true,
    },
    // What is not here yet fits no schema.
    ...(route.takesFile === true ? { validatorCompiler: ofAllButBody(app) } : {}),
    onRequest: async (req) => {
      req.who = await caller.identify(ctx, req, places);
    },
    preValidation: async (req, reply) => {
      for (const one of deprecations)
        if (isUsed(one, req)) reply.headers(headersOf(one, ctx.baseUrl));
      // Only now: the request is there whole. A file is not, and its sender's time is not ours.
      if (req.file === null) req.wholeAt = performance.now();
      const size = req.file === null ? req.rawBody.length : FILE_BYTES;
      req.release = await caller.enter(places, req.who!, size);
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

const ofAllButBody =
  (app: FastifyInstance): FastifySchemaCompiler<object> =>
  (part) =>
    part.httpPart === 'body' ? () => true : app.validatorCompiler!(part);

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

/** What the schema refuses uses no key up. */
const onceKeyOf = (route: Route, req: FastifyRequest, problems: Problem[]): string | undefined =>
  mayTakeKeys(route) && route.caller.takesKeys!(req.who!) && problems.length === 0
    ? req.headers['idempotency-key']?.toString()
    : undefined;

/** Who calls, and where a record of it finds the request. */
const asOf = ({ who, id, ip }: FastifyRequest): object => {
  const actor = (who as { actor?: Actor } | null)?.actor;
  return actor === undefined ? { ...who } : { ...who, actor: { ...actor, request: { id, ip } } };
};

/** Its place is another's, and how long it goes on says nothing of how long an answer takes. */
function leaveEarly(req: FastifyRequest): void {
  req.release?.();
  req.release = null;
  req.wholeAt = 0;
}

async function answer(
  ctx: Context,
  route: Route,
  req: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const problems = problemsOf(route, req);
  const run = (once: Once | null): Promise<Answer | RawAnswer> =>
    route.handle({
      ...asOf(req),
      ctx: contextOf(ctx, req, reply),
      params: req.params,
      query: req.query,
      body: req.body,
      headers: req.headers,
      rawBody: req.rawBody,
      file: req.file,
      problems,
      once,
      ip: req.ip,
    } as never);
  if (route.produces !== undefined) {
    const raw = (await run(null)) as RawAnswer;
    if (route.streams === true) leaveEarly(req);
    return sendRaw(req, reply, route.produces, raw);
  }
  const key = onceKeyOf(route, req, problems);
  if (key === undefined) return send(req, reply, (await run(null)) as Answer);
  const isBegun = route.beginsKey !== true;
  const owner = route.caller.keysOf?.(req.who!);
  return answerOnce(
    ctx,
    req,
    reply,
    { key, owner, isBegun },
    run as (once: Once) => Promise<Answer>,
  );
}
