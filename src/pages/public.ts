/**
 * Pages for travelers and what they load. What fails on them is told as a page too, in the
 * visitor's language.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { Places } from '../http/places.ts';
import type { ReadBody } from '../http/read-body.ts';
import { claimPages } from './claim/claim.ts';
import { dashboardFiles, dashboardPages, findDashboard } from './dashboard/dashboard.ts';
import { files } from './files.ts';
import { installPage } from './install/install.ts';
import { negotiate } from './frame/languages.ts';
import { noticePage } from './frame/notices.ts';
import { renderPage } from './frame/page.ts';
import { readForms } from './frame/read-forms.ts';
import { paidPage } from './paid/paid.ts';
import { previewPages } from './preview/preview.ts';
import { starterPage } from './redeem/starter.ts';
import { takePagePlace } from './frame/take-page-place.ts';
import { tripPages } from './trip/trip.ts';
import { findWebview, webviewFiles, webviewPages } from './webview/webview.ts';
import { JSON_TYPE } from '../http/media-type.ts';

export async function publicPages(
  app: FastifyInstance,
  ctx: Context,
  places: Places,
  readBody: ReadBody,
): Promise<void> {
  const enter = takePagePlace(places);
  const webview = findWebview(ctx);
  const dashboard = findDashboard(ctx);
  await app.register(async (scope) => {
    scope.addHook('preValidation', enter);
    files(scope, ctx);
    if (webview !== null) webviewFiles(scope, webview);
    if (dashboard !== null) dashboardFiles(scope, dashboard);
  });
  await app.register(async (scope) => {
    scope.addHook('preValidation', enter);
    // The one handler of errors writes them down and finds their status; what it answers in JSON is
    // shown as a page.
    scope.addHook('onSend', async (req, reply, payload) =>
      String(reply.getHeader('content-type') ?? '').startsWith(JSON_TYPE)
        ? failurePage(req, reply)
        : payload,
    );
    readForms(scope, readBody);
    claimPages(scope, ctx);
    starterPage(scope, ctx, webview !== null);
    installPage(scope, ctx);
    tripPages(scope, ctx, webview !== null);
    if (webview !== null) webviewPages(scope, ctx, webview);
    if (dashboard !== null) dashboardPages(scope, ctx, dashboard);
    paidPage(scope, ctx);
    if (dashboard !== null) previewPages(scope, ctx, webview);
  });
}

function failurePage(req: FastifyRequest, reply: FastifyReply): string {
  const locale = negotiate(
    (req.query as { lang?: unknown } | undefined)?.lang,
    req.headers['accept-language'],
    null,
  );
  // Only of a URL that the router could read; no path and no query leads elsewhere.
  const { pathname, searchParams } = new URL(req.url, 'http://localhost');
  searchParams.delete('lang');
  const target = searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
  const isTheLink = reply.statusCode === 400 || reply.statusCode === 404;
  reply.removeHeader('content-length');
  return renderPage(
    reply,
    noticePage(
      isTheLink ? 'unknown' : 'trouble',
      { locale, brand: null, target },
      {
        status: reply.statusCode,
        ...(req.method === 'GET' && !isTheLink ? { again: target } : {}),
      },
    ),
  );
}
