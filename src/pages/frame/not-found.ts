/**
 * What is not there, told as a page to people; programs get the API's answer, and below /api/
 * everybody does.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { negotiate } from './languages.ts';
import { tripNotice } from './notices.ts';
import { renderPage } from './page.ts';

/**
 * Some programs say that they take HTML because their library does: none of them asks for pages
 * below /api/.
 */
export const isForBrowser = (req: FastifyRequest): boolean =>
  (req.method === 'GET' || req.method === 'HEAD') &&
  /\btext\/html\b/i.test(req.headers.accept ?? '') &&
  !/^\/api(\/|$)/.test(req.url);

export function notFoundPage(req: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Only the query's language is read: the rest of the target may be anything.
  const lang = /[?&]lang=([\w-]{1,35})/.exec(req.url)?.[1];
  const locale = negotiate(lang, req.headers['accept-language'], null);
  const about = { locale, brand: null, target: '/404' };
  return reply.send(renderPage(reply, tripNotice('notFound', about, null)));
}
