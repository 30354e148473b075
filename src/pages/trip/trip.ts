/**
 * The page behind the links in mails of partners without an app of their own: it asks for the
 * address that the mail went to, then shows the eSIM to be installed, what is on it, and packages
 * that can be brought onto it. Opening it changes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { linkToken } from '../../input/typed.ts';
import type { Context } from '../../context.ts';
import {
  openMailLink,
  type Opened,
  type Trip,
  type TripEsim,
} from '../../domain/hosted/open-mail-link.ts';
import { checkFresh, sendFreshByToken } from '../../domain/hosted/send-fresh-link.ts';
import { takePackage } from '../../domain/hosted/take-package.ts';
import { mailLinkPath } from '../../domain/mail-links/make-link.ts';
import { textOf } from '../frame/address.ts';
import { tooManyPage } from '../frame/challenge.ts';
import { esimPage, seenAs, VARY, viewOf } from '../install/esim.ts';
import { negotiate } from '../frame/languages.ts';
import { isMarked } from '../frame/marks.ts';
import { freshSentPage, noticePage, tripNotice, type About } from '../frame/notices.ts';
import { renderPage, withParam, type Page } from '../frame/page.ts';
import { addressPage, prove, wrongPage } from './address-page.ts';
import { esimsOf, itemsFor, listPage } from './trip-pages.ts';
import { visitorOf } from '../frame/visitor.ts';

type Query = { lang?: unknown; view?: unknown; esim?: unknown; seen?: unknown; wrong?: unknown };
export type TripRequest = FastifyRequest<{
  Params: { slug: string; token: string };
  Querystring: Query;
  Body: { email?: unknown; queue?: unknown; destination?: unknown; fresh?: unknown } | null;
}>;

/** Slower than where nothing else is to be seen: the steps are read meanwhile. */
const LOOK_AGAIN_S = 15;

type Visit = {
  about: About;
  slug: string;
  token: string;
  hasWebview: boolean;
  /** the address of the mail was given */
  isProven: boolean;
  path: string;
  self: string;
  opened: Opened | null;
};

async function visit(ctx: Context, req: TripRequest, hasWebview: boolean): Promise<Visit> {
  const { slug, token: typed } = req.params;
  const token = linkToken(typed) ?? typed;
  const opened = await openMailLink(ctx, slug, token);
  const locale = negotiate(
    req.query.lang,
    req.headers['accept-language'],
    opened === null ? null : (opened.locale ?? opened.partner.settings.locale),
  );
  const isProven = isMarked(ctx, 'opened', token, req.query.seen);
  const link = mailLinkPath(encodeURIComponent(slug), encodeURIComponent(token));
  const path = isProven ? withParam(link, 'seen', textOf(req.query.seen)) : link;
  const brand = opened?.brand ?? null;
  const self = typeof req.query.lang === 'string' ? withParam(path, 'lang', locale) : path;
  const about = { locale, brand, target: path };
  return { about, slug, token, hasWebview, isProven, path, self, opened };
}

/** `hasWebview`: whose pages can be opened with the address in place of these. */
export function tripPages(scope: FastifyInstance, ctx: Context, hasWebview: boolean): void {
  // Some programs put a slash behind the path of a link.
  for (const url of ['/w/:slug/m/:token', '/w/:slug/m/:token/'])
    addPage(scope, ctx, url, hasWebview);
}

function addPage(scope: FastifyInstance, ctx: Context, url: string, hasWebview: boolean): void {
  scope.get(url, { schema: { hide: true } }, async (req: TripRequest, reply: FastifyReply) =>
    reply
      .send(renderPage(reply, shown(ctx, req, await visit(ctx, req, hasWebview))))
      .header('vary', VARY),
  );
  scope.post(url, { schema: { hide: true } }, async (req: TripRequest, reply: FastifyReply) => {
    const seen = await visit(ctx, req, hasWebview);
    const answer = await answerTo(ctx, req, seen);
    return typeof answer === 'string'
      ? reply.code(303).header('location', answer).send()
      : reply.send(renderPage(reply, answer));
  });
}

/** Of a form: a page, or the address of the next one. */
function answerTo(ctx: Context, req: TripRequest, seen: Visit): Promise<Page | string> {
  if (req.body?.fresh !== undefined) return fresh(ctx, req, seen);
  if (req.body?.email !== undefined) return prove(ctx, req.ip, seen, req.body);
  return take(ctx, req, seen);
}

function shown(ctx: Context, req: TripRequest, seen: Visit, problem?: Problem): Page {
  const { opened, about, self } = seen;
  if (opened === null) return noticePage('unknown', about);
  if (opened.state === 'ended') return tripNotice('linkEnded', about, self);
  if (opened.state !== 'open') return noticePage('ended', about);
  if (!seen.isProven) return req.query.wrong === undefined ? addressPage(seen) : wrongPage(seen);
  return tripPage(ctx, req, seen, opened, problem);
}

export type Problem = { queueId: string; text: 'whereMissing' | 'whereNone' };

/** The one eSIM that it is about, or all that there is. */
function tripPage(
  ctx: Context,
  req: TripRequest,
  { about, self, path }: Visit,
  trip: Trip,
  problem?: Problem,
): Page {
  const list = { ctx, trip, locale: about.locale, self, problem };
  const chosen = chosenEsim(trip, req.query.esim);
  if (chosen === null) return { ...listPage(list), ...about };
  const view = viewOf(req.query.view);
  const own = withParam(path, 'esim', chosen.id);
  const target = esimsOf(trip) === 1 ? path : own;
  const isMaking = trip.items.some(({ standing }) => standing === 'making');
  return {
    ...(isMaking ? { refreshS: LOOK_AGAIN_S } : {}),
    ...esimPage({
      ctx,
      esim: chosen,
      visitor: seenAs(visitorOf(req.headers), view),
      locale: about.locale,
      path: target,
      data: itemsFor(list, chosen),
      back: esimsOf(trip) === 1 ? undefined : self,
    }),
    ...about,
    target: view === null ? target : withParam(target, 'view', view),
  };
}

/** Where there is but one place to go, the page is that place. */
function chosenEsim(trip: Trip, asked: unknown): TripEsim | null {
  const one = esimsOf(trip) === 1 ? trip.esims[0] : undefined;
  return trip.esims.find(({ id }) => id === asked) ?? one ?? null;
}

async function take(ctx: Context, req: TripRequest, seen: Visit): Promise<Page | string> {
  if (!seen.isProven) return shown(ctx, req, seen);
  const { slug, token } = req.params;
  const queueId = textOf(req.body?.queue);
  const destination = textOf(req.body?.destination);
  try {
    const trip = await takePackage(ctx, {
      slug,
      token,
      queueId,
      ...(destination === '' ? {} : { destination }),
    });
    return trip === null ? shown(ctx, req, seen) : seen.self;
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    if (error.type !== 'invalid_request') return seen.self;
    const text = destination === '' ? 'whereMissing' : 'whereNone';
    return { ...shown(ctx, req, seen, { queueId, text }), status: 400 };
  }
}

async function fresh(ctx: Context, req: TripRequest, { about, self }: Visit): Promise<Page> {
  const { isOver, retryAfterS } = await checkFresh(ctx, req.ip);
  if (isOver)
    return tooManyPage(
      new AppError('too_many_requests', 'Too many tries.', { retryAfter: retryAfterS }),
      { about, self, fields: {}, hasProof: false },
    );
  await sendFreshByToken(ctx, req.params.token);
  return freshSentPage(about);
}
