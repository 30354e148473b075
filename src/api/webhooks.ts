import { Type } from 'typebox';
import { partnerNow } from '../domain/partners/now.ts';
import { EVENT_TYPES } from '../domain/webhooks/events.ts';
import { DELIVERY_STATES } from '../domain/webhooks/delivering/find-deliveries.ts';
import { DELIVERIES_PAGE, listDeliveries } from '../domain/webhooks/delivering/list-deliveries.ts';
import { putWebhookSettings } from '../domain/webhooks/endpoint/put-settings.ts';
import { rotateSecret } from '../domain/webhooks/endpoint/rotate-secret.ts';
import { sendTest } from '../domain/webhooks/delivering/send-test.ts';
import { endpointSchema } from '../domain/webhooks/endpoint/check-endpoint.ts';
import { showEndpoint } from '../domain/webhooks/endpoint/show-endpoint.ts';
import { partnerRoute } from './callers/partner.ts';
import type { Route } from './route/route.ts';
import { oneOf, text } from './reference/schemas/shapes.ts';
import {
  delivery,
  endpointAnswer,
  endpointExample,
  rotatedSecret,
  testedAnswer,
} from './reference/schemas/webhooks.ts';
import { MAY_BE_SHORT, pageAnswer, paging } from './route/paging.ts';

const tag = 'Webhooks';

export const webhooks: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/webhooks/settings',
    operationId: 'getWebhookSettings',
    tag,
    summary: 'Read the webhook endpoint and how it does',
    answers: { 200: endpointAnswer },
    handle: async ({ ctx, partner }) => ({ data: await showEndpoint(ctx, partner.id) }),
  }),
  partnerRoute({
    method: 'PUT',
    url: '/api/webhooks/settings',
    operationId: 'putWebhookSettings',
    tag,
    summary: 'Set the webhook endpoint',
    description:
      'Replaces everything but the signing secret. The first call that sets a URL makes that, and answers with it as `signing_secret`, once. `api_key` left out stays as it is, since it cannot be read back. Also ends a switch-off by Hubby: what is pending is then delivered.',
    body: endpointSchema,
    answers: { 200: endpointAnswer },
    errors: [400],
    example: endpointExample,
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await putWebhookSettings(ctx, actor, partner.id, body, partnerNow(ctx, partner)),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/webhooks/rotate-secret',
    operationId: 'rotateWebhookSecret',
    tag,
    summary: 'Make a new signing secret',
    description:
      'The secret is shown here and never again; the one before it signs beside it for 24 hours.',
    answers: { 200: rotatedSecret },
    handle: async ({ ctx, actor, partner }) => ({
      data: await rotateSecret(ctx, actor, partner.id),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/webhooks/test',
    operationId: 'testWebhook',
    tag,
    summary: 'Send a test event now',
    description:
      "Records an event with the catalogue's example as data (`is_test: true` in it), subscribed or not, and attempts its delivery once. `delivery` is null without an enabled endpoint; the event stands in the feed either way.",
    body: Type.Object({ event: oneOf(EVENT_TYPES) }),
    example: { event: 'package.usage.80_percent' },
    errors: [400],
    answers: { 200: testedAnswer },
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await sendTest(ctx, actor, partner.id, body.event, partnerNow(ctx, partner)),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/webhooks/deliveries',
    operationId: 'listWebhookDeliveries',
    tag,
    summary: 'The delivery log, newest event first',
    description: MAY_BE_SHORT,
    query: Type.Object({
      event_id: Type.Optional(text(64)),
      state: Type.Optional(oneOf(DELIVERY_STATES)),
      ...paging(DELIVERIES_PAGE, 200),
    }),
    answers: {
      200: pageAnswer({ deliveries: Type.Array(delivery) }),
    },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await listDeliveries(ctx, partner.id, query),
    }),
  }),
];
