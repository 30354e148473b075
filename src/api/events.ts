import { Type } from 'typebox';
import { partnerNow } from '../domain/partners/now.ts';
import { EVENTS_PAGE, listEvents } from '../domain/webhooks/feed/list-events.ts';
import { redeliver, replay } from '../domain/webhooks/delivering/redeliver.ts';
import { partnerRoute } from './callers/partner.ts';
import { cursorParameter, pageAnswer, pageLimit } from './route/paging.ts';
import type { Route } from './route/route.ts';
import { answer, oneOf, text } from './reference/schemas/shapes.ts';

const instant = Type.String({ format: 'date-time' });
const envelope = answer(
  {
    event: Type.String(),
    event_id: Type.String(),
    timestamp: instant,
    data: answer({ partner_id: Type.String(), sequence: Type.Integer() }),
  },
  { title: 'Event' },
);
const tag = 'Webhooks';

export const events: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/events',
    operationId: 'listEvents',
    tag,
    summary: 'Every event of the last 30 days, subscribed or not',
    description:
      'For reconciliation: read with the cursor of the page before; no event is ever added behind it. With `type` a page may be short, even empty, and go on: `next_cursor` is null only where the page is empty and nothing newer is there yet, keep your cursor. 409 `cursor_ahead`: the server was restored from an earlier state; read from the start.',
    query: Type.Object({
      cursor: cursorParameter(200),
      type: Type.Optional(text(1000, { description: 'an event, or several with commas' })),
      limit: Type.Optional(pageLimit(EVENTS_PAGE)),
    }),
    answers: {
      200: pageAnswer({ events: Type.Array(envelope) }),
    },
    errors: [400, 409],
    handle: async ({ ctx, partner, query }) => ({ data: await listEvents(ctx, partner.id, query) }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/events/:id/redeliver',
    operationId: 'redeliverEvent',
    tag,
    summary: 'Deliver an event again',
    description: 'Subscribed or not; starts the retry schedule anew.',
    params: Type.Object({ id: text(64) }),
    answers: { 200: answer({ event_id: Type.String(), state: oneOf(['pending'] as const) }) },
    errors: [404, 409],
    handle: async ({ ctx, partner, params }) => ({
      data: await redeliver(ctx, partner.id, params.id, partnerNow(ctx, partner)),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/events/replay',
    operationId: 'replayEvents',
    tag,
    summary: 'Deliver the events of a range of time again',
    description:
      'Those whose `timestamp` lies between `from` and `to`, both included; of the subscribed types unless `types` names others. Test events are left out.',
    body: Type.Object({
      from: text(40, { description: "ISO 8601; a date is its beginning in the partner's zone" }),
      to: text(40, { description: "ISO 8601; a date is its end in the partner's zone" }),
      types: Type.Optional(Type.Array(text(100), { minItems: 1, maxItems: 50 })),
    }),
    answers: { 200: answer({ events: Type.Integer({ description: 'how many' }) }) },
    errors: [400, 409],
    example: { from: '2027-07-15T00:00:00Z', to: '2027-07-16T00:00:00Z' },
    handle: async ({ ctx, partner, body }) => ({
      data: await replay(ctx, partner.id, body, {
        now: partnerNow(ctx, partner),
        zone: partner.settings.time_zone,
      }),
    }),
  }),
];
