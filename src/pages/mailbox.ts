/**
 * /sandbox/mailbox (staging): a partner's messages as they look. In English: it is for developers.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import {
  listMailbox,
  MAILBOX,
  readLetter,
  readToken,
  type Letter,
} from '../domain/sandbox/mailbox.ts';
import { mailFrame } from '../http/mail-frame.ts';
import type { Places } from '../http/places.ts';
import { pageHeaders, renderTool } from './frame/page.ts';
import { takePagePlace } from './frame/take-page-place.ts';
import { ANSWER } from '../http/media-type.ts';

const COOKIE = 'hubby_mailbox';
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const MAX_SEARCH = 100;

const html = (
  reply: FastifyReply,
  status: number,
  template: string,
  data: Record<string, unknown>,
): FastifyReply =>
  pageHeaders(reply, POLICY)
    .code(status)
    .type(ANSWER.html)
    .header('content-language', 'en')
    .send(renderTool(template, data));

const tokenOf = (req: FastifyRequest): string =>
  new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w.-]{1,200})(?:;|$)`).exec(req.headers.cookie ?? '')?.[1] ??
  '';

export async function mailboxPages(
  app: FastifyInstance,
  ctx: Context,
  places: Places,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('preValidation', takePagePlace(places));
    const get = (path: string, show: Shown): void => {
      scope.get(MAILBOX + path, { schema: { hide: true } }, async (req, reply) => {
        const partnerId = readToken(ctx, tokenOf(req))?.partnerId;
        return partnerId === undefined ? locked(reply) : show(ctx, partnerId, req, reply);
      });
    };
    scope.get(`${MAILBOX}/enter/:token`, { schema: { hide: true } }, async (req, reply) =>
      enter(ctx, (req.params as { token: string }).token, reply),
    );
    get('', showList);
    get('/:id', showLetter);
    get('/:id/html', showHtml);
    get('/:id/pictures/:number', showPicture);
  });
}

/** A page of the partner whose cookie it was asked with. */
type Shown = (
  ctx: Context,
  partnerId: string,
  req: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>;

const locked = (reply: FastifyReply): FastifyReply =>
  html(reply, 401, 'mailbox-closed', {}).header('www-authenticate', 'Cookie');

const missing = (reply: FastifyReply): FastifyReply =>
  html(reply, 404, 'mailbox-missing', { home: MAILBOX });

function enter(ctx: Context, token: string, reply: FastifyReply): FastifyReply {
  const known = readToken(ctx, token);
  if (known === null) return locked(reply);
  const secure = ctx.baseUrl.startsWith('https:') ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${COOKIE}=${token}; Path=${MAILBOX}; Max-Age=${known.seconds}; HttpOnly; SameSite=Strict${secure}`,
  );
  // Not by status: a browser that comes from another site would follow a redirect without its
  // strict cookie.
  return html(reply, 200, 'mailbox-enter', { home: MAILBOX });
}

const showList: Shown = async (ctx, partnerId, req, reply) => {
  const { before, q } = req.query as { before?: unknown; q?: unknown };
  const search = typeof q === 'string' ? q.trim().slice(0, MAX_SEARCH) : '';
  const from = typeof before === 'string' ? before : null;
  const { name, entries, next } = await listMailbox(ctx, partnerId, from, search);
  const found = search === '' ? '' : `&q=${encodeURIComponent(search)}`;
  return html(reply, 200, 'mailbox', {
    home: MAILBOX,
    name,
    isFirst: before === undefined,
    search,
    entries: entries.map(shown),
    more: next === null ? null : `${MAILBOX}?before=${next}${found}`,
  });
};

const letterOf = (ctx: Context, partnerId: string, req: FastifyRequest): Promise<Letter | null> =>
  readLetter(ctx, partnerId, (req.params as { id: string }).id);

const showLetter: Shown = async (ctx, partnerId, req, reply) => {
  const letter = await letterOf(ctx, partnerId, req);
  if (letter === null) return missing(reply);
  const isPush = letter.channel === 'PUSH_NOTIFICATION';
  return html(reply, 200, 'mailbox-letter', {
    home: MAILBOX,
    letter: {
      ...shown(letter),
      data: isPush ? JSON.stringify(letter.data, null, 2) : null,
      text: letter.text,
      hasHtml: letter.html !== null,
      height: heightOf(letter),
      pictures: letter.pictures.map(({ name }, i) => ({
        name,
        href: `${MAILBOX}/${letter.id}/pictures/${i}`,
      })),
    },
  });
};

const showHtml: Shown = async (ctx, partnerId, req, reply) => {
  const letter = await letterOf(ctx, partnerId, req);
  if (letter?.html == null) return missing(reply);
  const frame = mailFrame(letter.html, ctx.baseUrl);
  return pageHeaders(reply, POLICY).headers(frame.headers).type(ANSWER.html).send(frame.html);
};

const showPicture: Shown = async (ctx, partnerId, req, reply) => {
  const letter = await letterOf(ctx, partnerId, req);
  const picture = letter?.pictures[Number((req.params as { number: string }).number)];
  return picture === undefined
    ? missing(reply)
    : pageHeaders(reply, "default-src 'none'").type('image/png').send(picture.png);
};

/**
 * How high a mail is on the narrowest screen, so that it is shown whole. Nothing of it runs and
 * nothing may look into it, so it is judged by what is in it; some room below is better than a QR
 * code that is cut off.
 */
function heightOf({ text, html: page, pictures }: Letter): number {
  const lines = (text ?? '')
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 32)), 0);
  const boxes = page?.match(/class="(?:card|button)"/g)?.length ?? 0;
  return 400 + lines * 26 + boxes * 60 + pictures.length * 280;
}

const moment = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
const KINDS: Record<string, string> = {
  booking_confirmation: 'Booking confirmation',
  promo_code_claim: 'Promo code',
  departure_reminder: 'Reminder before departure',
  running_low: 'Running low',
  package_expiring: 'Package expiring',
  esim_link: 'Link to the eSIM',
  purchase_receipt: 'Receipt of a purchase',
  purchase_refunded: 'Refund of a purchase',
  classic_grant: 'Push: a grant was made',
  webhook_failing: 'Webhook endpoint fails',
  webhook_disabled: 'Webhook endpoint switched off',
  support_request: 'Support request',
};

const shown = (e: Omit<Letter, 'text' | 'html' | 'pictures' | 'data'>) => ({
  id: e.id,
  href: `${MAILBOX}/${e.id}`,
  to: e.to,
  channel: e.channel,
  locale: e.locale,
  kind: KINDS[e.kind] ?? e.kind,
  subject:
    e.subject ??
    (e.channel === 'PUSH_NOTIFICATION'
      ? (KINDS[e.kind] ?? e.kind)
      : `${KINDS[e.kind] ?? e.kind} (not made yet)`),
  status: e.status,
  reason: e.reason,
  created: moment(e.created_at),
  sent: e.sent_at === null ? null : moment(e.sent_at),
});
