import { Type } from 'typebox';
import { partnerNow } from '../domain/partners/now.ts';
import { EVENT_TYPES } from '../domain/webhooks/events.ts';
import {
  DELIVERIES_PAGE,
  DELIVERY_STATES,
  listDeliveries,
} from '../domain/webhooks/delivering/list-deliveries.ts';
import { putWebhookSettings } from '../domain/webhooks/endpoint/put-settings.ts';
import { rotateSecret } from '../domain/webhooks/endpoint/rotate-secret.ts';
import { sendTest } from '../domain/webhooks/delivering/send-test.ts';
import { endpointSchema } from '../domain/webhooks/endpoint/check-endpoint.ts';
import { showEndpoint } from '../domain/webhooks/endpoint/show-endpoint.ts';
import { partnerRoute } from './callers/partner.ts';
import type { Route } from './route/route.ts';
import { answer, nullable, oneOf, text } from './reference/schemas/shapes.ts';
import { MAY_BE_SHORT, pageAnswer, paging } from './route/paging.ts';

const instant = Type.String({ format: 'date-time' });
const settings = answer(
  {
    url: nullable(Type.String()),
    api_key_hint: nullable(
      Type.String({ description: 'the end of the key; the key itself is never shown' }),
    ),
    key_header: Type.String(),
    key_prefix: Type.String(),
    enabled: Type.Boolean(),
    events: Type.Record(Type.String(), Type.Boolean(), {
      description: 'every event, as it is in force',
    }),
    alert_email: nullable(Type.String()),
    is_signed: Type.Boolean(),
    signing_secret: Type.Optional(
      Type.String({
        description:
          '`whsec_` and base64: made by the first call that sets a URL, and shown in its answer only',
      }),
    ),
    previous_secret_valid_until: nullable(instant),
    health: answer({
      status: oneOf(['unknown', 'healthy', 'failing', 'disabled', 'off'] as const, {
        description:
          '`unknown`: nothing was delivered there yet; `disabled`: by Hubby, see disabled_reason; `off`: by you, or never set',
      }),
      failing_since: nullable(instant),
      disables_at: nullable(instant),
      disabled_reason: nullable(oneOf(['gone', 'failing', 'partner'] as const)),
      pending: Type.Integer({ description: 'deliveries that wait for an attempt' }),
    }),
  },
  { title: 'WebhookSettings' },
);

const outcome = {
  status_code: nullable(Type.Integer()),
  error: nullable(Type.String()),
  duration_ms: Type.Integer(),
  response_body: nullable(Type.String({ description: 'at most 20 kB' })),
};
const delivery = answer(
  {
    event_id: Type.String(),
    event: Type.String(),
    state: oneOf(DELIVERY_STATES),
    is_test: Type.Boolean(),
    created_at: instant,
    updated_at: instant,
    next_attempt_at: nullable(instant),
    attempt_count: Type.Integer(),
    attempts: Type.Array(
      answer({ number: Type.Integer(), attempted_at: instant, url: Type.String(), ...outcome }),
      { description: 'the newest 20, oldest first' },
    ),
  },
  { title: 'WebhookDelivery' },
);
const tag = 'Webhooks';

export const webhooks: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/webhooks/settings',
    operationId: 'getWebhookSettings',
    tag,
    summary: 'Read the webhook endpoint and how it does',
    answers: { 200: settings },
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
    answers: { 200: settings },
    errors: [400],
    example: {
      url: 'https://hooks.example.com/hubby',
      api_key: 'your-key',
      key_header: 'authorization',
      key_prefix: 'Bearer ',
      enabled: true,
      events: { package_usage_100_percent: true, esim_removed: false },
    },
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
    answers: {
      200: answer({
        signing_secret: Type.String({ description: '`whsec_` and base64' }),
        previous_valid_until: nullable(instant),
      }),
    },
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
    answers: {
      200: answer({
        event_id: Type.String(),
        delivery: nullable(
          answer({ state: oneOf(['delivered', 'exhausted'] as const), ...outcome }),
        ),
      }),
    },
    handle: async ({ ctx, partner, body }) => ({
      data: await sendTest(ctx, partner.id, body.event, partnerNow(ctx, partner)),
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
