/** /docs: the API reference; /docs/errors: every error type; /openapi.json. Works without a network. */
import type { FastifyInstance } from 'fastify';
import { ERROR_STATUS, type ErrorType } from '../errors.ts';
import { ERROR_DOCS } from '../api/error-docs.ts';
import type { Places } from '../http/places.ts';
import { keepAnswers, makeStatic, sendStatic, type StaticAnswer } from '../http/static-answer.ts';

/** The reference renders itself from a script with inline styles; it gets a policy of its own, every other page a strict one. */
const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; frame-ancestors 'none'";
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

export async function docs(app: FastifyInstance, places: Places): Promise<void> {
  const hidden = { schema: { hide: true } };
  const html = 'text/html; charset=utf-8';
  const errors = makeStatic(html, errorsPage());
  /** Whole only when every route is there. */
  let document: StaticAnswer | undefined;
  await app.register(async (scope) => {
    scope.addHook('preValidation', async (req) => {
      req.release = places.enter('docs');
    });
    scope.get('/openapi.json', hidden, async (req, reply) => {
      document ??= makeStatic('application/json; charset=utf-8', JSON.stringify(app.swagger()));
      return sendStatic(req, reply.header('access-control-allow-origin', '*'), document);
    });
    scope.get('/', hidden, async (_req, reply) => reply.redirect('/docs/'));
    scope.get('/docs/errors', hidden, async (req, reply) =>
      sendStatic(req, reply.header('content-security-policy', PAGE_POLICY), errors),
    );
    await scope.register(reference);
  });
}

async function reference(scope: FastifyInstance): Promise<void> {
  scope.addHook('onSend', async (_req, reply) => {
    reply.header('content-security-policy', REFERENCE_POLICY);
  });
  keepAnswers(scope);
  // Four megabytes of script: read when the first page is asked for would stall that request, so it is read at start.
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  await scope.register(
    scalar as never,
    {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        title: 'Hubby API',
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    } as never,
  );
}

/** Types and texts are our own constants: nothing here needs escaping but is kept free of markup characters by a test. */
function errorsPage(): string {
  const rows = (Object.keys(ERROR_STATUS) as ErrorType[]).map(
    (type) =>
      `<tr id="${type}"><td><code>${type}</code></td><td>${ERROR_STATUS[type]}</td><td>${ERROR_DOCS[type]}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Hubby API errors</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1d21;background:#fff}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.5rem .75rem;border-bottom:1px solid #d9dde3;vertical-align:top}tr:target{background:#fff3c4}code{font-size:.9em}td>code{white-space:nowrap}
@media (max-width:40rem){thead{display:none}td{display:inline-block;border:0;padding:.15rem .5rem}td:last-child{display:block;padding-bottom:.75rem}tr{display:block;border-bottom:1px solid #d9dde3;padding-top:.5rem}}
@media (prefers-color-scheme:dark){body{background:#15181c;color:#e6e8eb}td,th,tr{border-color:#343a42}tr:target{background:#4a3f14}}</style></head>
<body><h1>Error types</h1><p>Every failure is <code>{ "success": false, "error": { code, type, message, details, request_id, doc_url } }</code>. This list is closed: types are only ever added.</p>
<table><thead><tr><th>type</th><th>status</th><th>what it means and what to do</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></body></html>`;
}
