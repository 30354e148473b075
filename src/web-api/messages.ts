/** Messages to travelers on the screens: the list, one of them, the mail as it went out; addresses held back. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { partnerTwin, pickRoutes } from '../api/callers/twins.ts';
import { messages as ofPartners } from '../api/messages.ts';
import {
  message,
  messagesAnswer,
  messagesQuery,
  suppressionsAnswer,
} from '../api/reference/schemas/messages.ts';
import { answer, nullable, text } from '../api/reference/schemas/shapes.ts';
import { MAY_BE_SHORT, paging } from '../api/route/paging.ts';
import type { Route } from '../api/route/route.ts';
import type { Context } from '../context.ts';
import { listMessages } from '../domain/messages/list-messages.ts';
import { listSuppressions, SUPPRESSIONS_PAGE } from '../domain/messages/sending/suppress.ts';
import { readSentMail, showMessage } from '../domain/messages/show-message.ts';
import { ANSWER } from '../http/media-type.ts';
import { seenBy } from './people.ts';
import { byPartner } from './shapes.ts';

const tag = 'Messages';
const byMessage = Type.Object({ partner: text(128), id: text(64) });

/** Apart from everything: no script, no form, no origin; its own styles, and images of this server. */
const mailPolicy = (ctx: Context): string =>
  `sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self' ${new URL(ctx.baseUrl).origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`;

/** Below the messages, they would be one that has this id. */
const besideMessages = (route: Route): Route => ({
  ...route,
  url: route.url.replace('/messages/', '/'),
});

/** The place of a page is an address: sealed, so that whoever is shown masked ones gets none. */
const PLACE = 'suppressions';
const sealPlace = ({ secrets }: Context, place: string): string =>
  secrets.seal(place, PLACE).toString('base64url');
/** One that we have not sealed begins anew, as any other that is none. */
function openPlace({ secrets }: Context, cursor: string): string | undefined {
  try {
    return secrets.open(Buffer.from(cursor, 'base64url'), PLACE);
  } catch {
    return undefined;
  }
}

const listedSuppressions: PrivateRoute = memberRoute({
  method: 'GET',
  url: '/web-api/partners/:partner/suppressions',
  operationId: 'listSuppressionsAsMember',
  tag,
  summary: 'Addresses that bounced or complained',
  description: 'Masked until the member has asked to see people.',
  permission: 'people.read',
  params: byPartner,
  query: Type.Object(paging(SUPPRESSIONS_PAGE, 1_000)),
  answers: { 200: suppressionsAnswer },
  errors: [400],
  async handle({ ctx, partner, shown, query: { cursor, limit } }) {
    const { suppressions, next_cursor: next } = await listSuppressions(ctx, partner, {
      limit,
      cursor: cursor === undefined ? undefined : openPlace(ctx, cursor),
    });
    return {
      data: {
        suppressions: seenBy(shown, suppressions),
        next_cursor: next === null ? null : sealPlace(ctx, next),
      },
    };
  },
});

export const messages: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/messages',
    operationId: 'listPartnerMessages',
    tag,
    summary: 'Messages to travelers, newest first',
    description: `Who may not read of people is shown masked addresses. ${MAY_BE_SHORT}`,
    permission: 'bookings.read',
    params: byPartner,
    query: messagesQuery,
    answers: { 200: messagesAnswer },
    errors: [400],
    handle: async ({ ctx, partner, shown, query }) => ({
      data: seenBy(shown, await listMessages(ctx, partner, query)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/messages/:id',
    operationId: 'getPartnerMessage',
    tag,
    summary: 'One message, and how it went',
    permission: 'bookings.read',
    params: byMessage,
    answers: {
      200: answer({
        ...message.properties,
        subject: nullable(Type.String({ description: 'null: it is not made yet' })),
        has_mail: Type.Boolean({ description: 'there is a mail to be looked at' }),
        is_suppressed: Type.Boolean({
          description: 'nothing more goes to this address until that is lifted',
        }),
      }),
    },
    handle: async ({ ctx, partner, shown, params }) => ({
      data: seenBy(shown, await showMessage(ctx, partner, params.id)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/messages/:id/mail',
    operationId: 'getPartnerMail',
    tag,
    summary: 'The mail as it went out, to be shown in a frame',
    description: 'It holds codes and links that open something; the audit log says who read it.',
    permission: 'people.read',
    params: byMessage,
    answers: {},
    produces: ANSWER.html,
    handle: async ({ ctx, actor, partner, params }) => ({
      raw: await readSentMail(ctx, actor, partner.id, params.id),
      headers: {
        'content-security-policy': mailPolicy(ctx),
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
    }),
  }),
  listedSuppressions,
  ...pickRoutes(ofPartners, ['liftSuppression']).map((route) =>
    partnerTwin(besideMessages(route), { permission: 'bookings.act' }),
  ),
];
