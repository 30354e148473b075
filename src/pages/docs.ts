/** /docs: the API reference; /docs/errors: every error type; /openapi.json. Works without a network. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { ERROR_STATUS, type ErrorType } from '../errors.ts';
import { ERROR_DOCS } from '../api/error-docs.ts';

/** The reference renders itself from a script with inline styles; it gets a policy of its own, every other page a strict one. */
const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; frame-ancestors 'none'";
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

export function docs(app: FastifyInstance, _ctx: Context): void {
  app.get('/openapi.json', { schema: { hide: true } }, async (_req, reply) =>
    reply.header('access-control-allow-origin', '*').send(app.swagger()),
  );
  app.get('/', { schema: { hide: true } }, async (_req, reply) => reply.redirect('/docs/'));
  app.get('/docs/errors', { schema: { hide: true } }, async (_req, reply) =>
    reply
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(errorsPage()),
  );
  app.register(async (scope) => {
    scope.addHook('onSend', async (_req, reply) => {
      reply.header('content-security-policy', REFERENCE_POLICY);
    });
    // Four megabytes of script: read when the first page is asked for would stall that request, so it is read at start.
    const { default: reference } = await import('@scalar/fastify-api-reference');
    await scope.register(
      reference as never,
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
  });
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
