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
import type { Places } from '../http/places.ts';
import { pageHeaders, renderTool } from './frame/page.ts';
import { takePagePlace } from './frame/take-page-place.ts';
import { ANSWER } from '../http/media-type.ts';

const COOKIE = 'hubby_mailbox';
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/**
 * A mail is shown apart from everything: no script, no form, no origin; its own styles and the
 * images of this server only. Its links open beside it.
 */
const mailPolicy = (ctx: Context): string =>
  `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self' ${new URL(ctx.baseUrl).origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`;

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
    const hidden = { schema: { hide: true } };
    const locked = (reply: FastifyReply): FastifyReply =>
      html(reply, 401, 'mailbox-closed', {}).header('www-authenticate', 'Cookie');
    const missing = (reply: FastifyReply): FastifyReply =>
      html(reply, 404, 'mailbox-missing', { home: MAILBOX });
    /** Answers for whoever has no valid cookie. */
    const opened = (reply: FastifyReply, req: FastifyRequest): string | null =>
      readToken(ctx, tokenOf(req))?.partnerId ?? (locked(reply), null);

    scope.get(`${MAILBOX}/enter/:token`, hidden, async (req, reply) => {
      const { token } = req.params as { token: string };
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
    });
    scope.get(MAILBOX, hidden, async (req, reply) => {
      const partnerId = opened(reply, req);
      if (partnerId === null) return reply;
      const { before, q } = req.query as { before?: unknown; q?: unknown };
      const search = typeof q === 'string' ? q.trim().slice(0, MAX_SEARCH) : '';
      const { name, entries, next } = await listMailbox(
        ctx,
        partnerId,
        typeof before === 'string' ? before : null,
        search,
      );
      const found = search === '' ? '' : `&q=${encodeURIComponent(search)}`;
      return html(reply, 200, 'mailbox', {
        home: MAILBOX,
        name,
        isFirst: before === undefined,
        search,
        entries: entries.map(shown),
        more: next === null ? null : `${MAILBOX}?before=${next}${found}`,
      });
    });
    scope.get(`${MAILBOX}/:id`, hidden, async (req, reply) => {
      const partnerId = opened(reply, req);
      if (partnerId === null) return reply;
      const letter = await readLetter(ctx, partnerId, (req.params as { id: string }).id);
      return letter === null
        ? missing(reply)
        : html(reply, 200, 'mailbox-letter', {
            home: MAILBOX,
            letter: {
              ...shown(letter),
              data:
                letter.channel === 'PUSH_NOTIFICATION'
                  ? JSON.stringify(letter.data, null, 2)
                  : null,
              text: letter.text,
              hasHtml: letter.html !== null,
              height: heightOf(letter),
              pictures: letter.pictures.map(({ name }, i) => ({
                name,
                href: `${MAILBOX}/${letter.id}/pictures/${i}`,
              })),
            },
          });
    });
    scope.get(`${MAILBOX}/:id/html`, hidden, async (req, reply) => {
      const letter = await letterFor(req, reply);
      if (letter === 'locked') return reply;
      if (letter?.html == null) return missing(reply);
      return pageHeaders(reply, mailPolicy(ctx))
        .header('x-frame-options', 'SAMEORIGIN')
        .type(ANSWER.html)
        .send(letter.html.replace(/<head>/i, '<head><base target="_blank">'));
    });
    scope.get(`${MAILBOX}/:id/pictures/:number`, hidden, async (req, reply) => {
      const letter = await letterFor(req, reply);
      if (letter === 'locked') return reply;
      const picture = letter?.pictures[Number((req.params as { number: string }).number)];
      return picture === undefined
        ? missing(reply)
        : pageHeaders(reply, "default-src 'none'").type('image/png').send(picture.png);
    });
    const letterFor = async (
      req: FastifyRequest,
      reply: FastifyReply,
    ): Promise<Letter | null | 'locked'> => {
      const partnerId = opened(reply, req);
      return partnerId === null
        ? 'locked'
        : readLetter(ctx, partnerId, (req.params as { id: string }).id);
    };
  });
}

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
