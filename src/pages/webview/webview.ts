/**
 * The pages of the WebView: one shell for all its addresses, in the partner's colours and under the
 * partner's policy. Who looks at it is not known here, and opening it consumes nothing: the token in
 * its address is for the script of the page alone.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { brandAlone, OWN_COLORS } from '../../domain/partners/branding/brand.ts';
import { findIdBySlug } from '../../domain/partners/find-by-slug.ts';
import { findPartner } from '../../domain/partners/managing/partners.ts';
import { isOpen, isShownOn, platformOf } from '../../domain/store/open-store.ts';
import { sendStatic } from '../../http/static-answer.ts';
import { builtFiles } from '../frame/built-app.ts';
import { negotiate } from '../frame/languages.ts';
import { notFoundPage } from '../frame/not-found.ts';
import { BASE, readBuilt, WORKER, type Built } from './built.ts';
import { sendShell } from './shell.ts';

const STATES = '/w/__states/';
const HIDDEN = { schema: { hide: true } };

type Opening = FastifyRequest<{
  Params: { slug: string };
  Querystring: { locale?: unknown; lang?: unknown };
}>;

/** Null, and said so, where it is not built: then its pages are missing. */
export function findWebview(ctx: Context): Built | null {
  const built = readBuilt();
  if (built === null)
    ctx.log.warn({}, 'the WebView is not built, so its pages are missing: npm run build:web');
  return built;
}

export function webviewPages(scope: FastifyInstance, ctx: Context, built: Built): void {
  for (const url of ['/w/:slug', '/w/:slug/', '/w/:slug/*'])
    scope.get(url, HIDDEN, async (req: Opening, reply: FastifyReply) =>
      openPage(ctx, built, req, reply),
    );
  // No partner's slug has an underscore in front.
  if (ctx.config.env !== 'production')
    scope.get(`${STATES}*`, HIDDEN, async (req: Opening, reply: FastifyReply) =>
      openStates(built, req, reply),
    );
}

/** What these pages load. */
export function webviewFiles(scope: FastifyInstance, built: Built): void {
  // Previews of it have no origin, and everything here is the same for everybody.
  builtFiles(scope, BASE, built, {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
  scope.get(WORKER, HIDDEN, async (req, reply) =>
    sendStatic(
      req,
      reply.headers({
        // What it asks for itself is of this origin only.
        'content-security-policy': "default-src 'none'; connect-src 'self'",
        'cache-control': 'no-cache',
        'service-worker-allowed': '/w/',
      }),
      built.worker,
    ),
  );
}

const localeOf = ({ query, headers }: Opening, partnerLocale: string | null): string =>
  negotiate(query.locale ?? query.lang, headers['accept-language'], partnerLocale);

async function openPage(
  ctx: Context,
  built: Built,
  req: Opening,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { slug } = req.params;
  const id = await findIdBySlug(ctx, slug);
  if (id === null) return notFoundPage(req, reply);
  const base = `/w/${slug}`;
  // All addresses lie below it.
  if (req.url.split('?', 1)[0] === base)
    return reply.redirect(`${base}/${req.url.slice(base.length)}`, 302);
  const partner = await findPartner(ctx, id);
  return sendShell(reply, {
    req,
    built,
    entry: built,
    base: `${base}/`,
    locale: localeOf(req, partner.settings.locale),
    brand: await brandAlone(ctx, partner, null),
    settings: partner.settings,
    hasStore:
      isOpen(ctx, partner) &&
      isShownOn(partner, platformOf(undefined, req.headers['user-agent'] ?? '')),
  });
}

const openStates = (built: Built, req: Opening, reply: FastifyReply): FastifyReply =>
  sendShell(reply, {
    req,
    built,
    entry: built.states,
    base: STATES,
    locale: localeOf(req, null),
    brand: { name: 'Hubby', logoUrl: null, ...OWN_COLORS, legal: {} },
    settings: null,
    hasStore: true,
  });
