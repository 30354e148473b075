/**
 * The sandbox on the screens, of staging installations alone: the calls of the public API once
 * more, and the mailbox. What a trip that is played begins with, a booking and its redemption, are
 * the partner's own calls as well.
 */
import { Type } from 'typebox';
import { bookings } from '../api/bookings.ts';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { partnerTwin, pickRoutes } from '../api/callers/twins.ts';
import { native } from '../api/native/packages.ts';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { MAY_BE_SHORT, pageAnswer } from '../api/route/paging.ts';
import { sandboxEsims } from '../api/sandbox/esims.ts';
import { sandbox as calls } from '../api/sandbox/sandbox.ts';
import { AppError } from '../errors.ts';
import { listMailbox, readLetter, type MailEntry } from '../domain/sandbox/mailbox.ts';
import { CHANNELS } from '../domain/settings/channels.ts';
import { mailFrame } from '../http/mail-frame.ts';
import { ANSWER } from '../http/media-type.ts';
import { seenBy } from './people.ts';
import { byPartner, instant } from './shapes.ts';

const tag = 'Sandbox';

/** What it stands for decides who may: as in the bookings, the mails and the settings. */
const TWINS = [
  ...pickRoutes(calls, ['sandboxClock']).map((route) =>
    partnerTwin(route, { permission: 'bookings.read' }),
  ),
  ...pickRoutes(sandboxEsims, ['listSandboxEsims']).map((route) =>
    partnerTwin(route, { permission: 'people.read' }),
  ),
  ...[
    ...pickRoutes(calls, ['sandboxAdvanceClock', 'sandboxFail', 'sandboxFault', 'sandboxLedger']),
    ...sandboxEsims.filter(({ method }) => method === 'POST'),
    ...pickRoutes(bookings, ['createBooking']),
    ...pickRoutes(native, ['redeemPackage']),
  ].map((route) => partnerTwin(route, { permission: 'bookings.act' })),
  ...pickRoutes(calls, ['sandboxReset']).map((route) =>
    partnerTwin(route, { permission: 'settings.write' }),
  ),
];

const mail = answer({
  id: Type.String(),
  channel: oneOf(CHANNELS),
  kind: Type.String(),
  to: Type.String(),
  locale: Type.String(),
  subject: nullable(Type.String({ description: 'null: it is not made yet' })),
  status: Type.String(),
  reason: nullable(Type.String({ description: 'why it was not sent' })),
  created_at: instant,
  sent_at: nullable(instant),
});
const byMail = Type.Object({ partner: text(128), id: text(64) });

export const sandbox: PrivateRoute[] = [
  ...TWINS,
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/sandbox/mailbox',
    operationId: 'listSandboxMails',
    tag,
    summary: 'What went out to people, newest first, without its content',
    description: MAY_BE_SHORT,
    permission: 'people.read',
    params: byPartner,
    query: Type.Object({
      before: Type.Optional(text(64, { description: '`next_cursor` of the page before' })),
      q: Type.Optional(
        text(100, { description: 'a part of the address, the subject, the text or the kind' }),
      ),
    }),
    answers: { 200: pageAnswer({ mails: Type.Array(mail) }) },
    async handle({ ctx, partner, shown, query: { before, q } }) {
      const { entries, next } = await listMailbox(ctx, partner.id, before ?? null, q);
      return { data: { mails: seenBy(shown, entries.map(headOf)), next_cursor: next } };
    },
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/sandbox/mailbox/:id',
    operationId: 'getSandboxMail',
    tag,
    summary: 'One of them, as text, and what a push carries',
    permission: 'people.read',
    params: byMail,
    answers: {
      200: answer({
        ...mail.properties,
        text: nullable(Type.String()),
        has_html: Type.Boolean({ description: 'the same as it looks is at `/html` below it' }),
        data: Type.Record(Type.String(), Type.Unknown()),
      }),
    },
    async handle({ ctx, partner, shown, params }) {
      const letter = await letterOf(ctx, partner.id, params.id);
      const { text: plain, html, data } = letter;
      // The letter itself stays whole: its codes and links are what it is opened for.
      const head = seenBy(shown, headOf(letter));
      return { data: { ...head, text: plain, has_html: html !== null, data } };
    },
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/sandbox/mailbox/:id/html',
    operationId: 'getSandboxMailHtml',
    tag,
    summary: 'The same as it looks, for a frame',
    permission: 'people.read',
    params: byMail,
    answers: {},
    produces: ANSWER.html,
    async handle({ ctx, partner, params }) {
      const { html } = await letterOf(ctx, partner.id, params.id);
      if (html === null) throw missing();
      const frame = mailFrame(html, ctx.baseUrl);
      return { raw: frame.html, headers: frame.headers };
    },
  }),
];

const missing = (): AppError => new AppError('not_found', 'There is no such mail.');

async function letterOf(...[ctx, partnerId, id]: Parameters<typeof readLetter>) {
  const letter = await readLetter(ctx, partnerId, id);
  if (letter === null) throw missing();
  return letter;
}

const headOf = (entry: MailEntry) => ({
  id: entry.id,
  channel: entry.channel,
  kind: entry.kind,
  to: entry.to,
  locale: entry.locale,
  subject: entry.subject,
  status: entry.status,
  reason: entry.reason,
  created_at: entry.created_at.toISOString(),
  sent_at: entry.sent_at?.toISOString() ?? null,
});
