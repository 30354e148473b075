/** The page behind an install link. Opening it changes nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { linkToken } from '../../input/typed.ts';
import type { Context } from '../../context.ts';
import { openInstallLink } from '../../domain/esims/install-links.ts';
import { esimPage, seenAs, VARY, viewOf } from './esim.ts';
import { negotiate } from '../frame/languages.ts';
import { noticePage } from '../frame/notices.ts';
import { renderPage } from '../frame/page.ts';
import { isOpening, visitorOf } from '../frame/visitor.ts';

export { installTranslator } from './esim.ts';

type InstallRequest = FastifyRequest<{
  Params: { token: string };
  Querystring: { lang?: unknown; view?: unknown };
}>;

export function installPage(scope: FastifyInstance, ctx: Context): void {
  // Some programs put a slash behind the path of a link.
  for (const url of ['/install/:token', '/install/:token/']) addPage(scope, ctx, url);
}

function addPage(scope: FastifyInstance, ctx: Context, url: string): void {
  scope.get(url, { schema: { hide: true } }, async (req: InstallRequest, reply: FastifyReply) => {
    const token = linkToken(req.params.token) ?? req.params.token;
    const path = `/install/${encodeURIComponent(token)}`;
    const esim = await openInstallLink(ctx, token, isOpening(req));
    const locale = negotiate(
      req.query.lang,
      req.headers['accept-language'],
      esim?.partner.settings.locale ?? null,
    );
    // One page for a link that never was and one that has expired.
    if (esim === null)
      return reply.send(
        renderPage(reply, noticePage('unknown', { locale, brand: null, target: path })),
      );
    const view = viewOf(req.query.view);
    const visitor = seenAs(visitorOf(req.headers), view);
    const html = renderPage(reply, {
      ...esimPage({ ctx, esim, visitor, locale, path }),
      locale,
      brand: esim.brand,
      target: view === null ? path : `${path}?view=${view}`,
    });
    return reply.header('vary', VARY).send(html);
  });
}
