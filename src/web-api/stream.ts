/** What happens at a partner, as it happens. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { text } from '../api/reference/schemas/shapes.ts';
import { followPartner } from './follow-partner.ts';
import { byPartner } from './shapes.ts';

export const stream: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/stream',
    operationId: 'followPartner',
    tag: 'Stream',
    summary: 'Events as they happen, and word of deliveries that changed',
    description:
      'Server-sent events. `hello` comes first; `event` has a row of the list of events, without its delivery, and its place as `id`; `deliveries`: something of the newest deliveries changed; `requests`: there are newer ones in the log; `gone`: you may not watch any more. `Last-Event-ID`, or `after`, goes on behind an event; with one that is none it begins now. 429 where too many are open.',
    permission: 'logs.read',
    params: byPartner,
    query: Type.Object({
      after: Type.Optional(text(200, { description: 'the `id` of an event' })),
    }),
    answers: {},
    errors: [429],
    produces: 'text/event-stream',
    streams: true,
    handle: async ({ ctx, member, partner, headers, query }) => {
      const last = headers['last-event-id']?.toString() ?? query.after;
      return {
        raw: await followPartner(ctx, {
          memberId: member.id,
          partnerId: partner.id,
          cookie: headers.cookie,
          after: last,
        }),
        headers: { 'x-accel-buffering': 'no' },
      };
    },
  }),
];
