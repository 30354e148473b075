/** /docs: API reference, guides, every error type; /openapi.json. Works without a network. */
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { takePlace, type Places, type Pool } from '../../http/places.ts';
import { makeStatic, sendStatic, type StaticAnswer } from '../../http/static-answer.ts';
import { demoKey } from './demo-key.ts';
import { errorsBody } from './errors-page.ts';
import { guideNames, renderGuide } from './guides.ts';
import { DOCS_ASSETS, layOut, layOutReference, SCALAR_URL } from './layout.ts';
import { referenceDocument } from './reference-document.ts';
import { ANSWER } from '../../http/media-type.ts';

/**
 * The reference's own script sets styles; nothing on these pages comes from elsewhere, and nothing
 * is evaluated.
 */
const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FOR_EVER = 'public, max-age=31536000, immutable';
const POOL: Pool = { size: 64 };
const HIDDEN = { schema: { hide: true } };

const guarded = (reply: FastifyReply, policy: string): FastifyReply =>
  reply.headers({
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
  });

/** Made when first asked for, and kept. */
function kept<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export async function docs(
  app: FastifyInstance,
  ctx: Context,
  places: Places,
): Promise<{ loadReference(): Promise<unknown> }> {
  const script = kept(async () => makeStatic(ANSWER.script, await scalarScript()));
  await app.register(async (scope) => {
    scope.addHook('preValidation', takePlace(places, POOL));
    // Whole only when every route is there.
    const openapi = kept(() => makeStatic(ANSWER.json, JSON.stringify(app.swagger())));
    const shown = kept(() =>
      makeStatic(ANSWER.json, JSON.stringify(referenceDocument(app.swagger()))),
    );
    scope.get('/openapi.json', HIDDEN, async (req, reply) =>
      sendStatic(req, reply.header('access-control-allow-origin', '*'), openapi()),
    );
    scope.get('/docs/reference.json', HIDDEN, async (req, reply) =>
      sendStatic(req, reply, shown()),
    );
    scope.get('/', HIDDEN, async (_req, reply) => reply.redirect('/docs/'));
    scope.get('/docs/demo-key', HIDDEN, async (req, reply) => {
      const key = await demoKey(ctx, req);
      return reply
        .headers({
          'cross-origin-resource-policy': 'same-origin',
        })
        .send(key);
    });
    for (const { url, answer } of DOCS_ASSETS)
      scope.get(url, HIDDEN, async (req, reply) =>
        sendStatic(req, guarded(reply, PAGE_POLICY).header('cache-control', FOR_EVER), answer),
      );
    guides(scope);
    reference(scope, script);
  });
  return { loadReference: script };
}

function guides(scope: FastifyInstance): void {
  const names = guideNames();
  const page = (name: string): StaticAnswer => {
    const { title, html } = renderGuide(name, names);
    return makeStatic(
      ANSWER.html,
      layOut({ title: `${title} – Hubby`, body: html, part: 'guides', current: name }, names),
    );
  };
  const pages = new Map(names.map((name) => [name, kept(() => page(name))]));
  const errors = kept(() =>
    makeStatic(
      ANSWER.html,
      layOut({ title: 'Errors – Hubby', body: errorsBody(), part: 'errors' }, []),
    ),
  );
  scope.get('/docs/errors', HIDDEN, async (req, reply) =>
    sendStatic(req, guarded(reply, PAGE_POLICY), errors()),
  );
  scope.get('/docs/guides', HIDDEN, async (_req, reply) => reply.redirect('/docs/guides/'));
  scope.get('/docs/guides/*', HIDDEN, async (req, reply) => {
    const sent = (req.params as { '*': string })['*'];
    // Links of the sources, pasted as they are.
    if (sent.endsWith('.md')) return reply.redirect(`/docs/guides/${sent.slice(0, -3)}`);
    const made = pages.get(sent === '' ? 'README' : sent);
    if (made === undefined) throw new AppError('not_found', 'There is no such guide.');
    return sendStatic(req, guarded(reply, PAGE_POLICY), made());
  });
}

function reference(scope: FastifyInstance, script: () => Promise<StaticAnswer>): void {
  const page = kept(() => makeStatic(ANSWER.html, layOutReference()));
  scope.get('/docs', HIDDEN, async (_req, reply) => reply.redirect('/docs/', 301));
  scope.get('/docs/', HIDDEN, async (req, reply) =>
    sendStatic(req, guarded(reply, REFERENCE_POLICY), page()),
  );
  scope.get(SCALAR_URL, HIDDEN, async (req, reply) =>
    sendStatic(req, guarded(reply, PAGE_POLICY), await script()),
  );
}

/**
 * The package brings its script inside a plugin that serves it on a page of its own: four megabytes
 * of source, for which nobody's start waits and, after the warm-up, no request.
 */
async function scalarScript(): Promise<string> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const shelf = Fastify();
  await shelf.register(scalar as never, { routePrefix: '/', configuration: { url: '/' } } as never);
  const { payload } = await shelf.inject('/js/scalar.js');
  await shelf.close();
  return payload;
}
