/**
 * What travelers would see with a partner's draft in force: the claim page, the managed screens and
 * mails, made by what makes the real ones, of made-up facts. For frames of the dashboard.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { TRAVELER_KINDS, type TravelerKind } from '../../domain/message.ts';
import { previewMail } from '../../domain/messages/mail/preview-mail.ts';
import type { Brand } from '../../domain/partners/branding/brand.ts';
import { draftedBrand, draftedPartner } from '../../domain/partners/branding/drafted-partner.ts';
import { PREVIEW, readPreviewToken } from '../../domain/partners/branding/preview-link.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import type { Offer } from '../../domain/promo-codes/offer.ts';
import { ANSWER } from '../../http/media-type.ts';
import { offerPage } from '../claim/claim-pages.ts';
import { negotiate } from '../frame/languages.ts';
import { notFoundPage } from '../frame/not-found.ts';
import { ASSETS, pageHeaders, renderPage } from '../frame/page.ts';
import type { Built } from '../webview/built.ts';
import { sendShell } from '../webview/shell.ts';
import { inert, inScheme, type Scheme } from './in-scheme.ts';

const HIDDEN = { schema: { hide: true } };
const EXAMPLE_DAYS = 365;

type Asked = {
  partner: Partner;
  brand: Brand;
  locale: string;
  scheme: Scheme;
  kind: TravelerKind;
};
type Show = (
  asked: Asked,
  req: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>;

/** `webview` null: it is not built. */
export function previewPages(scope: FastifyInstance, ctx: Context, webview: Built | null): void {
  const get = (path: string, show: Show): void => {
    scope.get(`${PREVIEW}/:token/${path}`, HIDDEN, async (req, reply) => {
      const asked = await readAsked(ctx, req);
      return asked === null ? notFoundPage(req, reply) : show(asked, req, reply);
    });
  };
  get('claim', (asked, _req, reply) => showClaim(ctx, asked, reply));
  get('mail', (asked, _req, reply) => showMail(ctx, asked, reply));
  if (webview !== null)
    get('webview/*', (asked, req, reply) => showWebview(webview, asked, req, reply));
}

/** Null: the address opens nothing (any more). */
async function readAsked(ctx: Context, req: FastifyRequest): Promise<Asked | null> {
  const partnerId = readPreviewToken(ctx, (req.params as { token: string }).token);
  if (partnerId === null) return null;
  const { scheme, kind, lang, brand } = req.query as Record<string, unknown>;
  const partner = await draftedPartner(ctx, partnerId);
  return {
    partner,
    brand: await draftedBrand(ctx, partner, typeof brand === 'string' ? brand : null),
    locale: negotiate(lang, undefined, partner.settings.locale),
    scheme: scheme === 'dark' ? 'dark' : 'light',
    kind: TRAVELER_KINDS.find((known) => known === kind) ?? 'booking_confirmation',
  };
}

/** Whatever the page allows of itself, the dashboard and nobody else may show it. */
const framed = (reply: FastifyReply, policy: string): FastifyReply =>
  reply.headers({
    'content-security-policy': `${policy.replace(/; frame-ancestors [^;]*/, '')}; frame-ancestors 'self'`,
    'x-frame-options': 'SAMEORIGIN',
  });

async function showClaim(
  ctx: Context,
  { partner, brand, locale, scheme }: Asked,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const about = { locale, brand, target: '/' };
  const page = await offerPage(
    ctx,
    { uuid: '', offer: null, about, self: '/' },
    example(partner),
    {},
  );
  const html = renderPage(reply, page);
  const policy = String(reply.getHeader('content-security-policy'));
  const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
  // The style sheet stands in the page, so that its scheme can be chosen as well.
  const whole = html.replace(
    `<link rel="stylesheet" href="${ASSETS.css.url}">`,
    () => `<style nonce="${nonce}">${ASSETS.css.body}</style>`,
  );
  return framed(reply, `sandbox; ${policy}`).send(inert(inScheme(whole, scheme)));
}

/** A gigabyte, unclaimed; the destination is one that every language has a name for. */
const example = (partner: Partner): Offer => ({
  partner,
  brandKey: null,
  state: 'open',
  destinationId: null,
  iso3: 'GRC',
  covers: null,
  packageType: 'starter',
  bytes: 1024 ** 3,
  durationDays: EXAMPLE_DAYS,
  validUntil: new Date(Date.now() + EXAMPLE_DAYS * 86_400_000),
});

function showMail(
  ctx: Context,
  { partner, brand, locale, scheme, kind }: Asked,
  reply: FastifyReply,
): FastifyReply {
  const { html } = previewMail(partner, { brand, kind, locale });
  const images = `img-src data: 'self' ${new URL(ctx.baseUrl).origin}`;
  const policy = `sandbox; default-src 'none'; style-src 'unsafe-inline'; ${images}; form-action 'none'; base-uri 'none'`;
  return framed(pageHeaders(reply, ''), policy)
    .type(ANSWER.html)
    .header('content-language', locale)
    .send(inert(inScheme(html, scheme)));
}

/** Its screens with sample data; what they would ask of the API is made up in the page. */
function showWebview(
  built: Built,
  { partner, brand, locale, scheme }: Asked,
  req: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { webview } = partner.settings;
  const base = `${req.url.split('/webview/', 1)[0]}/webview/`;
  const chosen =
    webview?.scheme === 'light' || webview?.scheme === 'dark' ? webview.scheme : scheme;
  return sendShell(reply, {
    req,
    built,
    entry: built.states,
    base,
    locale,
    brand,
    settings: { webview: { ...webview, origins: [], scheme: chosen } },
    hasStore: partner.settings.store.enabled,
    isPreview: true,
  });
}
