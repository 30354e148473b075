/**
 * Staging only: steers this partner's dealings with the sandbox telco, through the same code paths
 * as the real thing.
 */
import { Type } from 'typebox';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { answer, nullable, oneOf, text } from '../reference/schemas/shapes.ts';
import { NEXT_KINDS, readClock, showClock } from '../../domain/sandbox/show-clock.ts';
import { advanceClock } from '../../jobs/advance-clock.ts';
import { failNext, readFault, readLedger } from '../../domain/sandbox/ledger.ts';
import { SANDBOX_MESSAGES_PAGE, listMessages } from '../../domain/sandbox/messages.ts';
import { resetPartner } from '../../domain/sandbox/reset.ts';
import { CHANNELS } from '../../domain/settings/channels.ts';
import { pageAnswer, paging } from '../route/paging.ts';

const FAULTS = ['timeout', 'timeout_before', 'error', 'out_of_stock'] as const;

const clock = {
  now: Type.String({ format: 'date-time', description: "the partner's time" }),
  offset_seconds: Type.Number({ description: 'how far it is ahead of real time' }),
};

export const sandbox: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/sandbox/clock',
    operationId: 'sandboxClock',
    tag: 'Sandbox',
    summary: "Read this partner's clock",
    description:
      '`next` is the next instant at which something is planned: a trigger of a booking, a threshold or expiry of a package, a message by schedule, or another try of a delivery. Plans are looked at when they come due, so one that was cancelled meanwhile does nothing.',
    answers: {
      200: answer({
        ...clock,
        next: nullable(
          answer({
            at: Type.String({ format: 'date-time', description: "the partner's time" }),
            kind: oneOf(NEXT_KINDS),
          }),
        ),
      }),
    },
    handle: async ({ ctx, partner }) => ({ data: await readClock(ctx, partner) }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/sandbox/clock',
    operationId: 'sandboxAdvanceClock',
    tag: 'Sandbox',
    summary: "Move this partner's time forward",
    description:
      'Exactly one of `advance` (days, hours, minutes, seconds in this order) and `now` (an instant; a time without offset is in the time zone of the partner). Forward only, at most 5 years ahead of real time, and it keeps running from there. Everything that comes due on the way happens in order before this answers: triggers, thresholds by time, expiries, deliveries and their retries. A second call meanwhile waits up to 15 s.',
    body: Type.Object(
      {
        advance: Type.Optional(
          text(100, {
            description: 'days, hours, minutes and seconds such as 7d2h, in this order',
            examples: ['7d2h'],
          }),
        ),
        now: Type.Optional(text(40, { description: 'ISO 8601' })),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: {
      200: answer({
        ...clock,
        fired: answer({
          timers: Type.Integer({ description: 'instants that came due' }),
          deliveries: Type.Integer({ description: 'delivery attempts' }),
        }),
      }),
    },
    errors: [400, 409, 503],
    example: { advance: '7d2h' },
    handle: async ({ ctx, partner, actor, body }) => ({
      data: await advanceClock(ctx, partner, body, actor),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/sandbox/reset',
    operationId: 'sandboxReset',
    tag: 'Sandbox',
    summary: 'Start over',
    description:
      "Removes this partner's travelers, bookings, eSIMs, events, deliveries and messages, here and at the sandbox telco, and sets its clock back to real time. Keys, settings, prices and the webhook endpoint stay. Waits up to 15 s for calls to the telco and deliveries that are under way.",
    answers: { 200: answer(clock) },
    errors: [409, 503],
    async handle({ ctx, partner, actor }) {
      await resetPartner(ctx, partner, actor);
      return { data: showClock(ctx, partner) };
    },
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/sandbox/messages',
    operationId: 'sandboxMessages',
    tag: 'Sandbox',
    summary: 'What Hubby would have sent to people, newest first',
    query: Type.Object(paging(SANDBOX_MESSAGES_PAGE, 100)),
    answers: {
      200: pageAnswer({
        messages: Type.Array(
          answer({
            id: Type.String(),
            channel: oneOf(CHANNELS),
            kind: Type.String(),
            to: Type.String(),
            locale: Type.String(),
            subject: Type.String(),
            text: Type.String(),
            html: Type.String(),
            data: Type.Record(Type.String(), Type.Unknown()),
            status: Type.String(),
            created_at: Type.String({ format: 'date-time' }),
          }),
        ),
      }),
    },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await listMessages(ctx, partner, query) }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/sandbox/fail',
    operationId: 'sandboxFail',
    tag: 'Sandbox',
    summary: "Let this partner's next provider calls fail",
    description:
      '`timeout`: it succeeds at the telco, but no answer comes. `timeout_before`: nothing happens and no answer comes. `error`: 500 and nothing happens. `out_of_stock`: a clean refusal. Only calls that provision use it up; `count: 0` ends it.',
    body: Type.Object(
      {
        next: oneOf(FAULTS),
        count: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 1 })),
      },
      { additionalProperties: true },
    ),
    answers: { 200: answer({ next: oneOf(FAULTS), count: Type.Integer() }) },
    errors: [400, 503],
    example: { next: 'timeout', count: 1 },
    handle: async ({ ctx, partner, actor, body: { next, count = 1 } }) => ({
      data: await failNext(ctx, partner, { next, count }, actor),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/sandbox/fail',
    operationId: 'sandboxFault',
    tag: 'Sandbox',
    summary: "What this partner's next provider calls will meet",
    description: '`next` is null and `count` 0 where they succeed.',
    answers: { 200: answer({ next: nullable(oneOf(FAULTS)), count: Type.Integer() }) },
    errors: [503],
    handle: async ({ ctx, partner }) => ({
      data: (await readFault(ctx, partner)) ?? { next: null, count: 0 },
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/sandbox/ledger',
    operationId: 'sandboxLedger',
    tag: 'Sandbox',
    summary: "The telco's own ledger of this partner's orders and calls",
    description:
      'What the sandbox telco has written down by itself: every order it provisioned, and every provisioning call it received with its outcome. For comparing with what Hubby says.',
    answers: {
      200: answer({
        orders: Type.Array(Type.Unknown()),
        calls: Type.Array(Type.Unknown()),
        complete: Type.Boolean(),
      }),
    },
    errors: [503],
    handle: async ({ ctx, partner }) => ({ data: await readLedger(ctx, partner) }),
  }),
];
