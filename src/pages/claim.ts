/** The page behind `claim_url`: says what is offered and takes an e-mail address. Opening it consumes nothing. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { Context } from '../context.ts';
import { checkClaim, challenge, type Challenge } from '../domain/abuse/limits.ts';
import { displayName, iso2Of } from '../domain/catalog/countries.ts';
import { formatBytes, formatDay, formatList } from '../domain/messages/format.ts';
import { brandOf } from '../domain/partners/brand.ts';
import { claimCode } from '../domain/promo-codes/claim.ts';
import { lookUpOffer, type Offer } from '../domain/promo-codes/offer.ts';
import { placeName } from '../domain/promo-codes/promo-code-view.ts';
import { negotiate, translator } from './languages.ts';
import { minutesOf, noticePage, type About } from './notices.ts';
import { ASSETS, renderPage, type Page } from './page.ts';

type Query = { uuid?: unknown; lang?: unknown; done?: unknown };
export type ClaimRequest = FastifyRequest<{
  Params: { slug: string };
  Querystring: Query;
  Body: { email?: unknown; proof?: unknown } | null;
}>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_EMAIL = 254;
/** For as long a success is shown again: after that the link is one that was used. */
const DONE_MS = 15 * 60_000;

/** As the API checks it. */
const EMAIL = (addFormats as unknown as { default: { get(name: 'email'): RegExp } }).default.get(
  'email',
);

/** What the visitor typed, ready to be claimed; null where it is no address. */
function emailFrom(typed: string): string | null {
  const email = typed.trim();
  return /[\r\n]/.test(typed) || email.length > MAX_EMAIL || !EMAIL.test(email) ? null : email;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Shows the success to whoever just claimed, and to nobody who is sent the link later. */
const seal = (ctx: Context, uuid: string, until: string): string =>
  createHmac('sha256', ctx.secrets.derive('claim-done'))
    .update(`${uuid.toLowerCase()} ${until}`)
    .digest('base64url')
    .slice(0, 22);
const doneMark = (ctx: Context, uuid: string): string => {
  const until = (Date.now() + DONE_MS).toString(36);
  return `${until}.${seal(ctx, uuid, until)}`;
};
function isDone(ctx: Context, uuid: string, mark: unknown): boolean {
  const [, until = '', sealed = ''] = /^([0-9a-z]{1,12})\.([\w-]{22})$/.exec(text(mark)) ?? [];
  return (
    sealed !== '' &&
    timingSafeEqual(Buffer.from(sealed), Buffer.from(seal(ctx, uuid, until))) &&
    Number.parseInt(until, 36) > Date.now()
  );
}

type Visit = {
  uuid: string;
  offer: Offer | null;
  about: About;
  /** of this page, as it was asked for */ self: string;
};

async function visit(ctx: Context, req: ClaimRequest): Promise<Visit> {
  const uuid = text(req.query.uuid);
  const target = `/free-esim/${encodeURIComponent(req.params.slug)}?uuid=${encodeURIComponent(uuid)}`;
  const offer = UUID.test(uuid) ? await lookUpOffer(ctx, req.params.slug, uuid) : null;
  const brand =
    offer === null
      ? null
      : await ctx.db.partnerTx(offer.partner.id, (tx) =>
          brandOf(ctx, tx, offer.partner, offer.brandKey),
        );
  const locale = negotiate(
    req.query.lang,
    req.headers['accept-language'],
    offer?.partner.settings.locale ?? null,
  );
  const lang = typeof req.query.lang === 'string' ? `&lang=${encodeURIComponent(locale)}` : '';
  return { uuid, offer, about: { locale, brand, target }, self: target + lang };
}

export function claimPages(scope: FastifyInstance, ctx: Context): void {
  const url = '/free-esim/:slug';
  scope.get(url, { schema: { hide: true } }, async (req: ClaimRequest, reply) => {
    const seen = await visit(ctx, req);
    const { uuid, offer, about } = seen;
    if (offer === null) return show(reply, noticePage('unknown', about));
    if (offer.state === 'claimed' && isDone(ctx, uuid, req.query.done))
      return show(reply, noticePage('sent', about));
    return show(
      reply,
      offer.state === 'open' ? offerPage(ctx, seen, offer) : noticePage(offer.state, about),
    );
  });
  scope.post(url, { schema: { hide: true } }, async (req: ClaimRequest, reply) => {
    const seen = await visit(ctx, req);
    const { uuid, offer, about, self } = seen;
    const typed = text(req.body?.email);
    const proof = text(req.body?.proof);
    try {
      if (offer === null) {
        const { isOver, retryAfterS } = await checkClaim(ctx, { ip: req.ip, uuid });
        if (isOver)
          throw new AppError('too_many_requests', 'Too many tries.', {
            retryAfter: retryAfterS,
            extra: { challenge: await challenge(ctx) },
          });
        return await show(reply, noticePage('unknown', about));
      }
      const email = emailFrom(typed);
      if (email === null)
        return await show(
          reply,
          offer.state === 'open'
            ? offerPage(ctx, seen, offer, typed)
            : noticePage(offer.state, about),
        );
      await claimCode(ctx, {
        uuid,
        email,
        ip: req.ip,
        locale: about.locale,
        ...(proof === '' ? {} : { proof }),
      });
      return await reply
        .code(303)
        .header('location', `${self}&done=${doneMark(ctx, uuid)}`)
        .send();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const page = refusal(seen, error, { typed, hasProof: proof !== '' });
      if (page === null) throw error;
      if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
      return show(reply, page);
    }
  });
}

const show = (reply: FastifyReply, page: Page): FastifyReply => reply.send(renderPage(reply, page));

/** The page for what the domain says; null where that is no state of a claim. */
function refusal(
  { about, self }: Visit,
  error: AppError,
  { typed, hasProof }: { typed: string; hasProof: boolean },
): Page | null {
  switch (error.type) {
    case 'promo_code_claimed':
      return noticePage('claimed', about);
    case 'promo_code_invalid':
      return noticePage('ended', about);
    case 'promo_code_not_found':
      return noticePage('unknown', about);
    case 'too_many_requests': {
      const given = error.extra['challenge'] as Challenge | undefined;
      const retryAfterS = error.retryAfter ?? 60;
      // Whoever solved one and still meets the limit is told so: a page that sends itself for ever helps nobody.
      return given === undefined || hasProof
        ? noticePage('tooMany', about, { again: self, retryAfterS })
        : challengePage(about, self, { given, typed, retryAfterS });
    }
    default:
      return null;
  }
}

function challengePage(
  about: About,
  self: string,
  { given, typed, retryAfterS }: { given: Challenge; typed: string; retryAfterS: number },
): Page {
  const t = translator(about.locale);
  const heading = t('tooManyTitle');
  return {
    ...about,
    template: 'challenge',
    status: 429,
    title: heading,
    hasScript: true,
    data: {
      heading,
      wait: t('tooManyText', { minutes: minutesOf(retryAfterS) }),
      action: self,
      challenge: JSON.stringify(given),
      email: typed.slice(0, MAX_EMAIL),
      prove: ASSETS.prove.url,
    },
  };
}

/** `typed`: what was sent and is no address. */
function offerPage(ctx: Context, { about, self }: Visit, offer: Offer, typed?: string): Page {
  const t = translator(about.locale);
  const heading = t('claimTitle');
  const error =
    typed === undefined ? null : t(typed.trim() === '' ? 'emailMissing' : 'emailInvalid');
  return {
    ...about,
    template: 'claim',
    status: error === null ? 200 : 400,
    title: error === null ? heading : t('errorPrefix', { title: heading }),
    data: {
      heading,
      offer: shown(ctx, offer, about.locale),
      action: self,
      error,
      email: (typed ?? '').slice(0, MAX_EMAIL),
    },
  };
}

/** An offer in the words of a language. */
function shown(ctx: Context, offer: Offer, locale: string) {
  const t = translator(locale);
  const countries = (offer.covers ?? [])
    .map((iso3) => displayName(iso2Of(iso3) ?? iso3, locale))
    .sort((a, b) => a.localeCompare(b, locale));
  const unlimited = offer.destinationId !== null ? t('unlimited') : null;
  return {
    destination: placeName(
      ctx.catalog.current(),
      { destination_id: offer.destinationId, iso3: offer.iso3 },
      locale,
    ),
    bytes: offer.bytes === null ? unlimited : formatBytes(offer.bytes, locale),
    days: offer.durationDays,
    countries,
    countryList: formatList(countries, locale),
    validUntil: formatDay(offer.validUntil, locale, offer.partner.settings.time_zone),
  };
}
