/**
 * Where the pay desk sends the browser: "go back to the app". Whoever opens it has proved nothing,
 * so it names nobody and nothing that was bought.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { whereBack } from '../../domain/store/where-back.ts';
import { textOf } from '../frame/address.ts';
import { negotiate, translator } from '../frame/languages.ts';
import { noticePage } from '../frame/notices.ts';
import { renderPage, withParam, type Page } from '../frame/page.ts';

type PaidRequest = FastifyRequest<{
  Params: { slug: string };
  Querystring: { purchase?: unknown; lang?: unknown };
}>;

export function paidPage(scope: FastifyInstance, ctx: Context): void {
  for (const url of ['/w/:slug/paid', '/w/:slug/paid/'])
    scope.get(url, { schema: { hide: true } }, async (req: PaidRequest, reply: FastifyReply) =>
      reply.send(renderPage(reply, await shown(ctx, req))),
    );
}

async function shown(ctx: Context, { params, query, headers }: PaidRequest): Promise<Page> {
  const id = textOf(query.purchase);
  const back = await whereBack(ctx, params.slug, id);
  const locale = negotiate(query.lang, headers['accept-language'], back?.locale ?? null);
  const path = `/w/${encodeURIComponent(params.slug)}/paid`;
  const target = back === null ? path : withParam(path, 'purchase', id);
  if (back === null) return noticePage('unknown', { locale, brand: null, target });
  const t = translator(locale);
  const heading = t('paidTitle');
  return {
    template: 'notice',
    status: 200,
    locale,
    brand: back.brand,
    target,
    title: heading,
    data: {
      tone: 'wait',
      heading,
      texts: [t('paidText')],
      again: back.url,
      againLabel: t('paidBack'),
    },
  };
}
