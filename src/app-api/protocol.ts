/**
 * Firebase's callable protocol over HTTP: POST { "data": … } → { "result": … } or { "error": … },
 * at the paths that the SDKs call on a domain of one's own (`/name`) and on the emulator
 * (`/project/region/name`).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { APP_PLACES, identifyAppUser } from '../api/callers/app-user.ts';
import { invalid } from '../errors.ts';
import type { Context } from '../context.ts';
import { useUp } from '../domain/app-tokens/app-check.ts';
import type { AppCaller } from '../domain/app-tokens/authenticate-app.ts';
import { byApp } from '../domain/actor.ts';
import { takePlace, type Places } from '../http/places.ts';
import { callableError, type EnvelopeError } from './callable-error.ts';
import { CALLABLES, type Callable } from './callables.ts';
import { ANSWER } from '../http/media-type.ts';

/** What the SDKs send; pages that add headers of their own (tracing) name them in the preflight. */
const HEADERS =
  'authorization, content-type, x-firebase-appcheck, firebase-instance-id-token, x-request-id';
const HEADER_LIST = /^[\w-]+(?:\s*,\s*[\w-]+)*$/;

type Caller = FastifyRequest & { caller?: AppCaller };

export async function appApi(app: FastifyInstance, ctx: Context, places: Places): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (req: Caller, reply) => {
      reply.headers({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'retry-after, x-request-id',
      });
      if (req.method === 'OPTIONS') return preflight(req, reply);
      if (req.method !== 'POST') return refuseMethod(req, reply);
      req.caller = await identifyAppUser(ctx, req, places);
      const { user } = req.caller;
      if (user !== null) req.who = { actor: byApp(user.partnerId) };
      return undefined;
    });
    scope.addHook('preValidation', takePlace(places, APP_PLACES));
    // The one handler of errors writes them down and finds their status; its envelope is put into
    // the protocol's words.
    scope.addHook('onSend', async (_req, reply, payload) => {
      if (reply.statusCode < 400 || typeof payload !== 'string') return payload;
      const { success, error } = JSON.parse(payload) as { success?: boolean; error: EnvelopeError };
      return success === false ? JSON.stringify(callableError(error)) : payload;
    });
    for (const [name, callable] of Object.entries(CALLABLES)) {
      for (const url of [`/${name}`, `/:project/:region/${name}`]) {
        scope.route({
          method: ['POST', 'OPTIONS', 'GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
          url,
          schema: { hide: true } as object,
          config: { challenge: () => 'Bearer' },
          handler: (req, reply) => run(ctx, callable, req, reply),
        });
      }
    }
  });
  app.get('/.well-known/jwks.json', { schema: { hide: true } as object }, async (_req, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' })
      .type(ANSWER.json)
      .send(JSON.stringify(await ctx.issuerKeys.published())),
  );
}

async function run(
  ctx: Context,
  { read, forNobody, isOnce }: Callable,
  req: Caller,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const act = read(dataOf(req.body));
  const { user, attestation } = req.caller!;
  if (isOnce) await useUp(ctx, attestation);
  const { data: result, locale } = user === null ? { data: forNobody() } : await act(ctx, user);
  if (locale !== undefined) reply.header('content-language', locale);
  return reply.type(ANSWER.json).send(JSON.stringify({ result }));
}

/** The protocol takes an object with `data` and nothing beside it. */
function dataOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid([{ field: '', issue: 'expected a JSON object { "data": … }' }]);
  const others = Object.keys(body).filter((key) => key !== 'data');
  if (others.length > 0) throw invalid([{ field: '', issue: 'expected no member beside data' }]);
  return (body as { data?: unknown }).data;
}

function preflight(req: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = req.headers['access-control-request-headers'];
  const isPlain = asked !== undefined && asked.length <= 1_000 && HEADER_LIST.test(asked);
  return reply
    .code(204)
    .headers({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': isPlain ? `${HEADERS}, ${asked}` : HEADERS,
      'access-control-max-age': '7200',
      vary: 'access-control-request-headers',
    })
    .send();
}

function refuseMethod(req: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(405)
    .header('allow', 'POST, OPTIONS')
    .type(ANSWER.json)
    .send(
      JSON.stringify({
        error: {
          status: 'INVALID_ARGUMENT',
          message: 'Functions are called with POST.',
          details: { code: 'method_not_allowed', request_id: req.id },
        },
      }),
    );
}
