/** A partner's webhook endpoint on the screens. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, oneOf } from '../api/reference/schemas/shapes.ts';
import {
  endpointAnswer,
  endpointExample,
  rotatedSecret,
  testedAnswer,
} from '../api/reference/schemas/webhooks.ts';
import { partnerNow } from '../domain/partners/now.ts';
import { sendTest } from '../domain/webhooks/delivering/send-test.ts';
import { endpointSchema } from '../domain/webhooks/endpoint/check-endpoint.ts';
import { putWebhookSettings } from '../domain/webhooks/endpoint/put-settings.ts';
import { rotateSecret } from '../domain/webhooks/endpoint/rotate-secret.ts';
import { showEndpoint } from '../domain/webhooks/endpoint/show-endpoint.ts';
import { EVENT_TYPES, EVENTS, flagOf } from '../domain/webhooks/events.ts';
import { byPartner } from './shapes.ts';

const tag = 'Webhooks';

export const webhooks: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/webhooks/settings',
    operationId: 'getPartnerWebhookSettings',
    tag,
    summary: 'The webhook endpoint and how it does',
    permission: 'logs.read',
    params: byPartner,
    answers: { 200: endpointAnswer },
    handle: async ({ ctx, partner }) => ({ data: await showEndpoint(ctx, partner.id) }),
  }),
  memberRoute({
    method: 'PUT',
    url: '/web-api/partners/:partner/webhooks/settings',
    operationId: 'putPartnerWebhookSettings',
    tag,
    summary: 'Set the webhook endpoint',
    permission: 'keys.manage',
    params: byPartner,
    body: endpointSchema,
    example: endpointExample,
    answers: { 200: endpointAnswer },
    errors: [400],
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await putWebhookSettings(ctx, actor, partner.id, body, partnerNow(ctx, partner)),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/webhooks/rotate-secret',
    operationId: 'rotatePartnerWebhookSecret',
    tag,
    summary: 'A new signing secret; the one before signs beside it for a day',
    permission: 'keys.manage',
    // It hands out a secret.
    isFresh: true,
    params: byPartner,
    answers: { 200: rotatedSecret },
    handle: async ({ ctx, actor, partner }) => ({
      data: await rotateSecret(ctx, actor, partner.id),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/webhooks/test',
    operationId: 'testPartnerWebhook',
    tag,
    summary: 'Send a test event now',
    permission: 'keys.manage',
    params: byPartner,
    body: Type.Object({ event: oneOf(EVENT_TYPES) }),
    example: { event: 'package.usage.80_percent' },
    answers: { 200: testedAnswer },
    errors: [400],
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await sendTest(ctx, actor, partner.id, body.event, partnerNow(ctx, partner)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/webhooks/event-types',
    operationId: 'listPartnerEventTypes',
    tag,
    summary: 'Every event there is, with its switch in the settings and an example of its data',
    permission: 'logs.read',
    params: byPartner,
    answers: {
      200: answer({
        event_types: Type.Array(
          answer({
            event: Type.String(),
            summary: Type.String(),
            flag: Type.String({ description: 'its name in `events` of the settings' }),
            is_default: Type.Boolean({ description: 'sent where the settings do not say' }),
            example: Type.Record(Type.String(), Type.Unknown()),
          }),
        ),
      }),
    },
    handle: async () => ({ data: { event_types: TYPES } }),
  }),
];

const TYPES = EVENT_TYPES.map((event) => ({
  event,
  summary: EVENTS[event].summary,
  flag: flagOf(event),
  is_default: EVENTS[event].isDefault,
  example: EVENTS[event].example,
}));
