/**
 * Messages to travelers as a partner follows them, addresses that are held back, and what the
 * operator and Brevo need.
 */
import { Type } from 'typebox';
import { listBookingMessages, listMessages } from '../domain/messages/list-messages.ts';
import { mailOverview } from '../domain/messages/mail-overview.ts';
import { receiveMailCallback } from '../domain/messages/sending/receive-callback.ts';
import {
  SUPPRESSIONS_PAGE,
  liftSuppression,
  listSuppressions,
} from '../domain/messages/sending/suppress.ts';
import { operatorRoute } from './callers/operator.ts';
import { partnerRoute } from './callers/partner.ts';
import { providerRoute } from './callers/provider.ts';
import type { Route } from './route/route.ts';
import {
  message,
  messagesAnswer,
  messagesQuery,
  suppressionsAnswer,
} from './reference/schemas/messages.ts';
import { answer, nullable, text } from './reference/schemas/shapes.ts';
import { MAY_BE_SHORT, paging } from './route/paging.ts';

const tag = 'Messages';

export const messages: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/bookings/:id/messages',
    operationId: 'listBookingMessages',
    tag,
    summary: "A booking's messages to travelers, oldest first",
    params: Type.Object({ id: text(128) }),
    answers: { 200: answer({ messages: Type.Array(message) }) },
    errors: [404],
    handle: async ({ ctx, partner, params }) => ({
      data: { messages: await listBookingMessages(ctx, partner, params.id) },
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/messages',
    operationId: 'listMessages',
    tag,
    summary: 'All messages, newest first',
    description: MAY_BE_SHORT,
    query: messagesQuery,
    answers: { 200: messagesAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await listMessages(ctx, partner, query) }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/messages/suppressions',
    operationId: 'listSuppressions',
    tag,
    summary: 'Addresses that bounced or complained',
    description:
      'Nothing more is sent to them; later messages are kept as `skipped` with the reason `suppressed`.',
    query: Type.Object(paging(SUPPRESSIONS_PAGE, 400)),
    answers: {
      200: suppressionsAnswer,
    },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await listSuppressions(ctx, partner, query),
    }),
  }),
  partnerRoute({
    method: 'DELETE',
    url: '/api/messages/suppressions/:recipient',
    operationId: 'liftSuppression',
    tag,
    summary: 'Send to an address again',
    params: Type.Object({ recipient: text(250) }),
    description: 'From the next message on; those that were skipped meanwhile stay so.',
    answers: { 200: answer({ recipient: Type.String() }) },
    errors: [404],
    async handle({ ctx, actor, partner, params }) {
      await liftSuppression(ctx, actor, partner, params.recipient);
      return { data: { recipient: params.recipient.toLowerCase() } };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/mail',
    operationId: 'mailOverview',
    tag: 'Operator',
    summary: 'Senders of mail, what waits, and what to enter at Brevo for its webhooks',
    answers: {
      200: answer({
        senders: Type.Array(Type.String()),
        default_sender: nullable(
          Type.String({ description: 'null: no mail can be sent here, messages are skipped' }),
        ),
        default_from: Type.String(),
        pending: Type.Integer(),
        postponed: Type.Integer({ description: 'those of them that were tried before' }),
        oldest_due_at: nullable(
          Type.String({
            format: 'date-time',
            description: 'since when the first of them could go out; null: none is late',
          }),
        ),
        brevo_callbacks: nullable(
          answer({
            url: Type.String(),
            token: Type.String({ description: 'bearer token' }),
            events: Type.Array(Type.String()),
          }),
        ),
      }),
    },
    handle: async ({ ctx }) => ({ data: await mailOverview(ctx) }),
  }),
  providerRoute({
    method: 'POST',
    url: '/api/mail/brevo/callbacks',
    operationId: 'brevoCallback',
    tag: 'Providers',
    summary: "Brevo's transactional webhooks",
    description:
      'One event or an array of them, with the bearer token of GET /api/operator/mail. Events about mails that are not ours are passed over.',
    answers: {
      200: answer({
        received: Type.Integer(),
        applied: Type.Integer({ description: 'those that said something new' }),
      }),
    },
    errors: [400, 503],
    handle: async ({ ctx, headers, rawBody }) => ({
      data: await receiveMailCallback(ctx, 'brevo', headers.authorization, rawBody),
    }),
  }),
];
