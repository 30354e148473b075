import { Type } from 'typebox';
import { partnerNow } from '../domain/partners/now.ts';
import { EVENTS_PAGE, listEvents } from '../domain/webhooks/feed/list-events.ts';
import { redeliver, redeliverMany } from '../domain/webhooks/delivering/redeliver.ts';
import { replay } from '../domain/webhooks/delivering/replay.ts';
import { partnerRoute } from './callers/partner.ts';
import { cursorParameter, pageAnswer, pageLimit } from './route/paging.ts';
import type { Route } from './route/route.ts';
import { answer, oneOf, text } from './reference/schemas/shapes.ts';
import { countAnswer, eventIds, replayExample, replayInput } from './reference/schemas/webhooks.ts';

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
    handle: async ({ ctx, actor, partner, params }) => ({
      data: await redeliver(ctx, actor, partner.id, params.id, partnerNow(ctx, partner)),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/events/redeliver',
    operationId: 'redeliverEvents',
    tag,
    summary: 'Deliver several events again',
    description:
      'All of them or none: where one is not there, 404 `event_not_found` names it. Subscribed or not; each starts its retry schedule anew.',
    body: Type.Object({ event_ids: eventIds }),
    answers: { 200: countAnswer },
    errors: [400, 404, 409],
    example: { event_ids: ['evt_01jd2x7c9m4q8r5t6v7w8x9y0z'] },
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await redeliverMany(ctx, actor, partner.id, body.event_ids, partnerNow(ctx, partner)),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/events/replay',
    operationId: 'replayEvents',
    tag,
    summary: 'Deliver the events of a range of time again',
    description:
      'Those whose `timestamp` lies between `from` and `to`, both included; of the subscribed types unless `types` names others. Test events are left out. `only: "exhausted"` takes those that were given up; `dry_run` says how many it would be. At most 100000 in one call: 400 where they are more.',
    body: replayInput,
    answers: { 200: countAnswer },
    errors: [400, 409],
    example: replayExample,
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await replay(ctx, actor, partner.id, body, {
        now: partnerNow(ctx, partner),
        zone: partner.settings.time_zone,
      }),
    }),
  }),
];
