/**
 * The dashboard of partners and operators, at /d/: one document, the same whoever looks at it. Who
 * that is, its script asks by the session's cookie.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { OWN_COLORS } from '../../domain/partners/branding/brand.ts';
import { ANSWER } from '../../http/media-type.ts';
import { builtFiles, readBuiltApp, type BuiltApp } from '../frame/built-app.ts';
import { iconOf } from '../frame/icon.ts';
import { negotiate } from '../frame/languages.ts';
import { pageHeaders, renderAlone } from '../frame/page.ts';

const BASE = '/d/';
const ASSETS = '/d-assets/';
const HIDDEN = { schema: { hide: true } };

/** Nothing inline, so no nonce; nothing of others, and nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  // Mails and previews of pages, each closed by a policy of its own.
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Null, and said so, where it is not built: then it is missing. */
export function findDashboard(ctx: Context): BuiltApp | null {
  const built = readBuiltApp('dashboard', ASSETS);
  if (built === null)
    ctx.log.warn({}, 'the dashboard is not built, so it is missing: npm run build:web');
  return built;
}

/** What its document loads. */
export const dashboardFiles = (scope: FastifyInstance, built: BuiltApp): void =>
  builtFiles(scope, ASSETS, built);

export function dashboardPages(scope: FastifyInstance, ctx: Context, built: BuiltApp): void {
  scope.get('/d', HIDDEN, async (req, reply) => reply.redirect(BASE + req.url.slice(2), 302));
  for (const url of [BASE, `${BASE}*`])
    scope.get(url, HIDDEN, async (req, reply) => {
      const elsewhere = whereSignInWorks(ctx, req);
      return elsewhere === null
        ? sendDocument(ctx, built, req, reply)
        : reply.redirect(elsewhere, 302);
    });
}

/**
 * Passkeys belong to a name, and an address has none: on a staging installation that nobody gave
 * one, it is `localhost`. Null: here.
 */
function whereSignInWorks({ config }: Context, req: FastifyRequest): string | null {
  const [, address, port = ''] = /^(127\.0\.0\.1|\[::1\])(:\d+)?$/.exec(req.host) ?? [];
  const { env, publicUrl, dashboardUrl } = config;
  if (address === undefined || env !== 'staging' || (dashboardUrl ?? publicUrl) !== null)
    return null;
  return `http://localhost${port}${req.url}`;
}

function sendDocument(
  ctx: Context,
  built: BuiltApp,
  req: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const locale = negotiate(undefined, req.headers['accept-language'], null);
  const language = [locale, locale.split('-')[0]!].find((tag) => tag in built.texts) ?? 'en';
  pageHeaders(reply, POLICY).type(ANSWER.html).headers({
    'cross-origin-opener-policy': 'same-origin',
    'content-language': language,
    vary: 'accept-language, cookie',
  });
  return reply.send(
    renderAlone('dashboard', {
      lang: language,
      theme: themeOf(req.headers.cookie),
      icon: iconOf(OWN_COLORS.primaryColor),
      entry: built,
      texts: built.texts[language],
      // A data block: no browser runs it, and no text of it ends the element.
      boot: JSON.stringify({
        base: BASE,
        language,
        texts: built.texts,
        environment: ctx.config.env,
        api: ctx.baseUrl,
      }).replaceAll('<', '\\u003c'),
    }),
  );
}

/** As the browser's user chose it; the document has it at once, so that nothing flashes. */
const themeOf = (cookie: string | undefined): string =>
  /(?:^|;\s*)hubby-theme=(light|dark)(?:;|$)/.exec(cookie ?? '')?.[1] ?? 'system';
