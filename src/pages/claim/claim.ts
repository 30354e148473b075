/**
 * The page behind `claim_url`: says what is offered and takes an e-mail address. Opening it
 * consumes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { challenge, checkClaim } from '../../domain/abuse/limits.ts';
import { brandAlone } from '../../domain/partners/branding/brand.ts';
import { claimCode } from '../../domain/promo-codes/claim.ts';
import { claimedAddress, correctClaim } from '../../domain/promo-codes/correct-claim.ts';
import { lookUpOffer } from '../../domain/promo-codes/offer.ts';
import { linkUuid, MAX_TYPED } from '../../domain/promo-codes/read-typed.ts';
import { emailFrom, textOf } from '../frame/address.ts';
import { tooManyPage } from '../frame/challenge.ts';
import { offerPage, sentPage, type Visit } from './claim-pages.ts';
import { negotiate } from '../frame/languages.ts';
import { isMarked, makeMark } from '../frame/marks.ts';
import { noticePage } from '../frame/notices.ts';
import { renderPage, withParam, type Page } from '../frame/page.ts';
import { isOpening, visitorOf } from '../frame/visitor.ts';

type Query = { uuid?: unknown; lang?: unknown; done?: unknown; device?: unknown };
type Form = { email?: unknown; proof?: unknown; done?: unknown };
export type ClaimRequest = FastifyRequest<{
  Params: { slug: string };
  Querystring: Query;
  Body: Form | null;
}>;

/**
 * For as long a success is shown again, and its address can be corrected: after that the link is
 * one that was used.
 */
const DONE_MS = 15 * 60_000;

const markOf = (ctx: Context, purpose: 'claimed' | 'corrected', uuid: string): string =>
  makeMark(ctx, purpose, uuid.toLowerCase(), DONE_MS);

async function visit(ctx: Context, req: ClaimRequest): Promise<Visit> {
  const { slug } = req.params;
  const typed = textOf(req.query.uuid).slice(0, MAX_TYPED);
  const uuid = linkUuid(typed) ?? typed;
  const target = `/free-esim/${encodeURIComponent(slug)}?uuid=${encodeURIComponent(uuid)}`;
  const offer = await lookUpOffer(ctx, slug, uuid, isOpening(req));
  const brand = offer === null ? null : await brandAlone(ctx, offer.partner, offer.brandKey);
  const locale = negotiate(
    req.query.lang,
    req.headers['accept-language'],
    offer?.partner.settings.locale ?? null,
  );
  const self = typeof req.query.lang === 'string' ? withParam(target, 'lang', locale) : target;
  return { uuid, offer, about: { locale, brand, target }, self };
}

export function claimPages(scope: FastifyInstance, ctx: Context): void {
  // Some programs put a slash before the query of a link.
  for (const url of ['/free-esim/:slug', '/free-esim/:slug/']) claimPage(scope, ctx, url);
}

function claimPage(scope: FastifyInstance, ctx: Context, url: string): void {
  scope.get(url, { schema: { hide: true } }, async (req: ClaimRequest, reply) =>
    show(reply, await opened(ctx, req)),
  );
  scope.post(url, { schema: { hide: true } }, async (req: ClaimRequest, reply) => {
    const seen = await visit(ctx, req);
    const email = textOf(req.body?.email);
    const proof = textOf(req.body?.proof);
    const done = textOf(req.body?.done);
    try {
      const answer =
        done === '' ? await claim(ctx, req, seen) : await correct(ctx, req, seen, done);
      return await (typeof answer === 'string'
        ? reply.code(303).header('location', answer).send()
        : show(reply, answer));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const fields: Record<string, string> = done === '' ? { email } : { email, done };
      const page = refusal(seen, error, { fields, hasProof: proof !== '' });
      if (page === null) throw error;
      if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
      return show(reply, page);
    }
  });
}

const show = (reply: FastifyReply, page: Page): FastifyReply => reply.send(renderPage(reply, page));

async function opened(ctx: Context, req: ClaimRequest): Promise<Page> {
  const seen = await visit(ctx, req);
  const { offer, about } = seen;
  if (offer === null) return noticePage('unknown', about);
  if (offer.state === 'open')
    return offerPage(ctx, seen, offer, {
      device: req.query.device,
      own: visitorOf(req.headers).model,
    });
  return (await donePage(ctx, seen, textOf(req.query.done))) ?? noticePage(offer.state, about);
}

/** For whoever just claimed; null for everybody else. */
async function donePage(
  ctx: Context,
  seen: Visit,
  mark: string,
  typed?: string,
): Promise<Page | null> {
  const subject = seen.uuid.toLowerCase();
  const isCorrected = isMarked(ctx, 'corrected', subject, mark);
  if (!isCorrected && !isMarked(ctx, 'claimed', subject, mark)) return null;
  const address = await claimedAddress(ctx, seen.uuid);
  return address === null
    ? null
    : sentPage(seen, { address, mark: isCorrected ? null : mark, typed });
}

/** Counts what cannot lead anywhere, so that links are not tried out. */
async function countMiss(ctx: Context, req: ClaimRequest, uuid: string): Promise<void> {
  const { isOver, retryAfterS } = await checkClaim(ctx, { ip: req.ip, uuid });
  if (isOver)
    throw new AppError('too_many_requests', 'Too many tries.', {
      retryAfter: retryAfterS,
      extra: { challenge: await challenge(ctx) },
    });
}

/** A page, or the address of the next one. */
async function claim(ctx: Context, req: ClaimRequest, seen: Visit): Promise<Page | string> {
  const { uuid, offer, about, self } = seen;
  const typed = textOf(req.body?.email);
  const proof = textOf(req.body?.proof);
  if (offer === null) {
    await countMiss(ctx, req, uuid);
    return noticePage('unknown', about);
  }
  const email = emailFrom(typed);
  if (email === null)
    return offer.state === 'open'
      ? offerPage(ctx, seen, offer, { typed })
      : noticePage(offer.state, about);
  await claimCode(ctx, {
    uuid,
    email,
    ip: req.ip,
    locale: about.locale,
    ...(proof === '' ? {} : { proof }),
  });
  return withParam(self, 'done', markOf(ctx, 'claimed', uuid));
}

/** Once, and only by whoever has the mark of the claim. */
async function correct(
  ctx: Context,
  req: ClaimRequest,
  seen: Visit,
  done: string,
): Promise<Page | string> {
  const { uuid, about, self } = seen;
  const typed = textOf(req.body?.email);
  if (!isMarked(ctx, 'claimed', uuid.toLowerCase(), done)) {
    await countMiss(ctx, req, uuid);
    return noticePage(seen.offer?.state === 'claimed' ? 'claimed' : 'unknown', about);
  }
  const email = emailFrom(typed);
  if (email === null)
    return (await donePage(ctx, seen, done, typed)) ?? noticePage('claimed', about);
  // Nothing to correct: the page as it was.
  if (email.toLowerCase() === (await claimedAddress(ctx, uuid)))
    return withParam(self, 'done', done);
  const fresh = await correctClaim(ctx, uuid, email);
  if (fresh === null) return noticePage('claimed', about);
  return withParam(self.replace(uuid, fresh), 'done', markOf(ctx, 'corrected', fresh));
}

/** The page for what the domain says; null where that is no state of a claim. */
function refusal(
  { about, self }: Visit,
  error: AppError,
  tried: { fields: Record<string, string>; hasProof: boolean },
): Page | null {
  switch (error.type) {
    case 'promo_code_claimed':
    case 'already_redeemed':
    case 'redeem_in_progress':
      return noticePage('claimed', about);
    case 'promo_code_invalid':
      return noticePage('ended', about);
    case 'promo_code_not_found':
      return noticePage('unknown', about);
    case 'too_many_requests':
      return tooManyPage(error, { about, self, ...tried });
    default:
      return null;
  }
}
