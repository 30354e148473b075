/** What was sent to a partner's endpoint and what became of it, on the screens and as a file. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { oneOf, text } from '../api/reference/schemas/shapes.ts';
import {
  countAnswer,
  deliveryDetails,
  deliveryRow,
  eventIds,
  replayExample,
  replayInput,
} from '../api/reference/schemas/webhooks.ts';
import { MAY_BE_SHORT, pageAnswer, paging } from '../api/route/paging.ts';
import { csvTable } from '../api/route/csv-file.ts';
import type { RawAnswer } from '../api/route/route.ts';
import { partnerNow } from '../domain/partners/now.ts';
import { DELIVERY_STATES } from '../domain/webhooks/delivering/find-deliveries.ts';
import { redeliverMany } from '../domain/webhooks/delivering/redeliver.ts';
import { replay } from '../domain/webhooks/delivering/replay.ts';
import {
  allDeliveryRows,
  DELIVERY_ROWS_PAGE,
  listDeliveryRows,
  type DeliveryRowView,
} from '../domain/webhooks/inspecting/list-delivery-rows.ts';
import { showDelivery } from '../domain/webhooks/inspecting/show-delivery.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { seesBodies } from './people.ts';
import { byPartner, eventTypeFilter } from './shapes.ts';

const tag = 'Deliveries';
const byEvent = Type.Object({ partner: text(128), event_id: text(64) });
const filters = {
  state: Type.Optional(oneOf(DELIVERY_STATES)),
  type: eventTypeFilter,
  event_id: Type.Optional(text(64)),
};

export const deliveries: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/deliveries',
    operationId: 'listPartnerDeliveries',
    tag,
    summary: 'The delivery log, newest event first',
    description: MAY_BE_SHORT,
    permission: 'logs.read',
    params: byPartner,
    query: Type.Object({ ...filters, ...paging(DELIVERY_ROWS_PAGE, 200) }),
    answers: { 200: pageAnswer({ deliveries: Type.Array(deliveryRow) }) },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await listDeliveryRows(ctx, partner.id, query),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/deliveries.csv',
    operationId: 'getPartnerDeliveriesCsv',
    tag,
    summary: 'The same as a file',
    permission: 'logs.read',
    params: byPartner,
    query: Type.Object(filters),
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, query }) => file(await allDeliveryRows(ctx, partner.id, query)),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/deliveries/:event_id',
    operationId: 'getPartnerDelivery',
    tag,
    summary: 'One delivery: its attempts, and what was sent',
    description:
      'Personal data in bodies is masked for whoever may not see them, or has not asked to see people (`sent.is_masked`), what was answered included.',
    permission: 'logs.read',
    params: byEvent,
    answers: { 200: deliveryDetails },
    handle: async ({ ctx, partner, shown, params }) => ({
      data: await showDelivery(ctx, partner.id, params.event_id, {
        seesBodies: seesBodies(shown),
      }),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/deliveries/redeliver',
    operationId: 'redeliverPartnerEvents',
    tag,
    summary: 'Deliver several events again: all of them or none',
    permission: 'keys.manage',
    params: byPartner,
    body: Type.Object({ event_ids: eventIds }),
    example: { event_ids: ['evt_01jd2x7c9m4q8r5t6v7w8x9y0z'] },
    answers: { 200: countAnswer },
    errors: [400, 409],
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await redeliverMany(ctx, actor, partner.id, body.event_ids, partnerNow(ctx, partner)),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/deliveries/replay',
    operationId: 'replayPartnerEvents',
    tag,
    summary: 'Deliver the events of a range of time again, or count them first',
    permission: 'keys.manage',
    params: byPartner,
    body: replayInput,
    example: replayExample,
    answers: { 200: countAnswer },
    errors: [400, 409],
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await replay(ctx, actor, partner.id, body, {
        now: partnerNow(ctx, partner),
        zone: partner.settings.time_zone,
      }),
    }),
  }),
];

const COLUMNS = [
  'event_id',
  'event',
  'state',
  'is_test',
  'created_at',
  'updated_at',
  'next_attempt_at',
  'attempt_count',
  'last_attempt_at',
  'last_status_code',
  'last_error',
  'last_duration_ms',
];

function file(deliveries: readonly DeliveryRowView[]): RawAnswer {
  const rows = deliveries.map(({ last_attempt: last, ...one }) => [
    one.event_id,
    one.event,
    one.state,
    one.is_test,
    one.created_at,
    one.updated_at,
    one.next_attempt_at,
    one.attempt_count,
    last?.at,
    last?.status_code,
    last?.error,
    last?.duration_ms,
  ]);
  return csvTable('deliveries.csv', COLUMNS, rows);
}
