/**
 * The page behind `deep_link_url` where no app catches it: a QR code on a desktop, the code and what to do with it on a
 * phone. A code that nobody has gets the same page without a partner's name, so that codes cannot be tried out here.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { countUnknownCode, unknownCodes } from '../domain/abuse/limits.ts';
import { ownerOfCode, type CodeOwner } from '../domain/promo-codes/code-brand.ts';
import { negotiate, translator } from './languages.ts';
import { noticePage } from './notices.ts';
import { renderPage } from './page.ts';
import { qrPath } from '../domain/esims/qr.ts';

type StarterRequest = FastifyRequest<{
  Querystring: { promoCode?: unknown; lang?: unknown; view?: unknown };
}>;

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/;

/** By the browser's own word, else by its name; the other view is one link away. */
export function isPhone(headers: FastifyRequest['headers']): boolean {
  const hint = headers['sec-ch-ua-mobile'];
  if (hint === '?1' || hint === '?0') return hint === '?1';
  return /Mobi|Android|iPhone|iPad|iPod/i.test(headers['user-agent'] ?? '');
}

export function starterPage(scope: FastifyInstance, ctx: Context): void {
  const handler = async (req: StarterRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const code =
      typeof req.query.promoCode === 'string' && CODE.test(req.query.promoCode)
        ? req.query.promoCode
        : null;
    const target = `/starter/?promoCode=${encodeURIComponent(code ?? '')}`;
    if (code === null)
      return reply.send(
        renderPage(
          reply,
          noticePage('unknown', {
            locale: negotiate(req.query.lang, req.headers['accept-language'], null),
            brand: null,
            target,
          }),
        ),
      );
    const owner = await ownerFor(ctx, req.ip, code);
    const locale = negotiate(req.query.lang, req.headers['accept-language'], owner?.locale ?? null);
    const lang = typeof req.query.lang === 'string' ? `&lang=${encodeURIComponent(locale)}` : '';
    const { view } = req.query;
    const onPhone = view === 'phone' || (view !== 'desktop' && isPhone(req.headers));
    const t = translator(locale);
    const heading = t(onPhone ? 'startTitle' : 'phoneTitle');
    const page = renderPage(reply, {
      template: 'starter',
      status: 200,
      locale,
      brand: owner?.brand ?? null,
      title: heading,
      target: view === 'phone' || view === 'desktop' ? `${target}&view=${view}` : target,
      data: {
        heading,
        code,
        isPhone: onPhone,
        other: `${target}${lang}&view=${onPhone ? 'desktop' : 'phone'}`,
        ...(onPhone
          ? { appLink: appLink(ctx, owner, code) }
          : { qr: qrPath(`${ctx.baseUrl}${target}`) }),
      },
    });
    return reply.header('vary', 'accept-language, sec-ch-ua-mobile, user-agent').send(page);
  };
  for (const url of ['/starter', '/starter/']) scope.get(url, { schema: { hide: true } }, handler);
}

/** Looked up only while the address has not asked for too many codes that nobody has. */
async function ownerFor(ctx: Context, ip: string, code: string): Promise<CodeOwner | null> {
  if ((await unknownCodes(ctx, ip)).isOver) return null;
  const owner = await ownerOfCode(ctx, code);
  if (owner === null) await countUnknownCode(ctx, ip);
  return owner;
}

/** The app's own address for the code: the partner's app, else the installation's; null where that would be this page again. */
function appLink(ctx: Context, owner: CodeOwner | null, code: string): string | null {
  const base = owner?.appUrl ?? ctx.config.appUrl;
  return base === null || base === ctx.baseUrl
    ? null
    : `${base}/starter/?promoCode=${encodeURIComponent(code)}`;
}
