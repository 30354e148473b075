/**
 * The page behind `deep_link_url` where no app catches it. For partners with an app: a QR code on a
 * desktop, the code and what to do with it on a phone. For all others the code is redeemed right
 * here. A code that nobody has gets the first page without a partner's name, so that codes cannot
 * be tried out here.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../../context.ts';
import { countUnknownCode, unknownCodes } from '../../domain/abuse/limits.ts';
import { qrPath } from '../../domain/esims/qr.ts';
import { ownerOfCode, type CodeOwner } from '../../domain/promo-codes/code-brand.ts';
import { shownCode } from '../../domain/promo-codes/read-typed.ts';
import { textOf } from '../frame/address.ts';
import { negotiate, translator } from '../frame/languages.ts';
import { noticePage } from '../frame/notices.ts';
import { renderPage, withParam, type Page } from '../frame/page.ts';
import { askedOf, type Asked, type StarterRequest } from './asked.ts';
import { redeemed, redeemPage } from './redeem.ts';

const VARY = 'accept-language, sec-ch-ua-mobile, sec-ch-ua-platform, user-agent';

/** `hasWebview`: on whose pages whoever redeemed a code goes on. */
export function starterPage(scope: FastifyInstance, ctx: Context, hasWebview: boolean): void {
  for (const url of ['/starter', '/starter/']) {
    scope.get(url, { schema: { hide: true } }, async (req: StarterRequest, reply: FastifyReply) =>
      answer(req, reply, opened),
    );
    scope.post(url, { schema: { hide: true } }, async (req: StarterRequest, reply: FastifyReply) =>
      answer(req, reply, redeemed),
    );
  }
  type Answer = (
    ctx: Context,
    req: StarterRequest,
    asked: Asked,
    owner: CodeOwner | null,
  ) => Promise<Page | string>;

  async function answer(
    req: StarterRequest,
    reply: FastifyReply,
    act: Answer,
  ): Promise<FastifyReply> {
    const typed = textOf(req.query.promoCode);
    const shown = shownCode(typed);
    if (shown === null) return reply.send(renderPage(reply, unknownPage(req)));
    const owner = await ownerFor(ctx, req, typed);
    const page = await act(
      ctx,
      req,
      { ...askedOf(req, owner?.code ?? shown, owner), hasWebview },
      owner,
    );
    if (typeof page === 'string') return reply.code(303).header('location', page).send();
    return reply.send(renderPage(reply, page)).header('vary', VARY);
  }
}

const unknownPage = (req: StarterRequest): Page =>
  noticePage('unknown', {
    locale: negotiate(req.query.lang, req.headers['accept-language'], null),
    brand: null,
    target: '/starter/?promoCode=',
  });

/** With a solved challenge an address that is over its limit is looked at once more. */
async function ownerFor(
  ctx: Context,
  req: StarterRequest,
  typed: string,
): Promise<CodeOwner | null> {
  if (req.method === 'GET' && (await unknownCodes(ctx, req.ip)).isOver) return null;
  const owner = await ownerOfCode(ctx, typed);
  if (owner === null && req.method !== 'POST') await countUnknownCode(ctx, req.ip);
  return owner;
}

async function opened(
  ctx: Context,
  req: StarterRequest,
  asked: Asked,
  owner: CodeOwner | null,
): Promise<Page> {
  return owner !== null && owner.app === null
    ? redeemPage(ctx, req, asked, owner)
    : appPage(ctx, req, asked, owner);
}

/** What to do with the code in an app. */
function appPage(
  ctx: Context,
  req: StarterRequest,
  { code, target, self, locale, onPhone }: Asked,
  owner: CodeOwner | null,
): Page {
  const { view } = req.query;
  const heading = translator(locale)(onPhone ? 'startTitle' : 'phoneTitle');
  return {
    template: 'starter',
    status: 200,
    locale,
    brand: owner?.brand ?? null,
    title: heading,
    target: view === 'phone' || view === 'desktop' ? withParam(target, 'view', view) : target,
    data: {
      heading,
      code,
      isPhone: onPhone,
      other: withParam(self, 'view', onPhone ? 'desktop' : 'phone'),
      ...(onPhone
        ? { appLink: appLink(ctx, owner, code) }
        : { qr: qrPath(`${ctx.baseUrl}${target}`) }),
    },
  };
}

/** The app's own address for the code; null where that would be this page again. */
function appLink(ctx: Context, owner: CodeOwner | null, code: string): string | null {
  const base = owner === null ? ctx.config.appUrl : owner.app;
  return base === null || base === ctx.baseUrl
    ? null
    : `${base}/starter/?promoCode=${encodeURIComponent(code)}`;
}
