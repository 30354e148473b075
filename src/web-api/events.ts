/** What happened at a partner, on the screens and as a file. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { text } from '../api/reference/schemas/shapes.ts';
import { eventDetails, eventRow } from '../api/reference/schemas/webhooks.ts';
import { MAY_BE_SHORT, pageAnswer, paging } from '../api/route/paging.ts';
import { csvTable } from '../api/route/csv-file.ts';
import type { RawAnswer } from '../api/route/route.ts';
import type { Context } from '../context.ts';
import { partnerNow } from '../domain/partners/now.ts';
import type { Partner } from '../domain/partners/partner.ts';
import {
  allRecordedEvents,
  listRecordedEvents,
  RECORDED_PAGE,
  type RecordedEvent,
} from '../domain/webhooks/inspecting/list-recorded-events.ts';
import { showEvent } from '../domain/webhooks/inspecting/show-event.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { seesBodies } from './people.ts';
import { byPartner, eventTypeFilter, momentFilter } from './shapes.ts';

const tag = 'Events';
const byEvent = Type.Object({ partner: text(128), id: text(64) });
const filters = {
  type: eventTypeFilter,
  q: Type.Optional(
    text(200, { description: "an event's id, or the id of what it tells of: exactly this" }),
  ),
  from: momentFilter('by when it happened; ISO 8601, a date is its beginning'),
  to: momentFilter('ISO 8601; a date is its end'),
};

const timeOf = (ctx: Context, partner: Partner) => ({
  now: partnerNow(ctx, partner),
  zone: partner.settings.time_zone,
});

export const events: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/events',
    operationId: 'listPartnerEvents',
    tag,
    summary: 'What happened in the last 30 days, newest first, and how the deliveries stand',
    description: MAY_BE_SHORT,
    permission: 'logs.read',
    params: byPartner,
    query: Type.Object({ ...filters, ...paging(RECORDED_PAGE, 200) }),
    answers: { 200: pageAnswer({ events: Type.Array(eventRow) }) },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await listRecordedEvents(ctx, partner.id, query, timeOf(ctx, partner)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/events.csv',
    operationId: 'getPartnerEventsCsv',
    tag,
    summary: 'The same as a file',
    permission: 'logs.read',
    params: byPartner,
    query: Type.Object(filters),
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, query }) =>
      file(await allRecordedEvents(ctx, partner.id, query, timeOf(ctx, partner))),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/events/:id',
    operationId: 'getPartnerEvent',
    tag,
    summary: 'One event, with what it tells',
    description:
      'Personal data in it is masked for whoever may not see bodies, or has not asked to see people (`is_masked`).',
    permission: 'logs.read',
    params: byEvent,
    answers: { 200: eventDetails },
    handle: async ({ ctx, partner, shown, params }) => ({
      data: await showEvent(ctx, partner.id, params.id, {
        seesBodies: seesBodies(shown),
      }),
    }),
  }),
];

const COLUMNS = [
  'event_id',
  'event',
  'timestamp',
  'entity_id',
  'is_test',
  'delivery_state',
  'attempt_count',
  'next_attempt_at',
  'last_status_code',
  'last_error',
];

function file(events: readonly RecordedEvent[]): RawAnswer {
  const rows = events.map(({ delivery, ...event }) => [
    event.event_id,
    event.event,
    event.timestamp,
    event.entity_id,
    event.is_test,
    delivery?.state,
    delivery?.attempt_count,
    delivery?.next_attempt_at,
    delivery?.last_status_code,
    delivery?.last_error,
  ]);
  return csvTable('events.csv', COLUMNS, rows);
}
