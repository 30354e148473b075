/**
 * Help for travelers: the messenger's context, and requests that go from the knowledge base to
 * people.
 */
import { Type } from 'typebox';
import { createRequest } from '../../domain/support/create-request.ts';
import { escalateRequest, LEVELS } from '../../domain/support/escalate-request.ts';
import { listRequests } from '../../domain/support/list-requests.ts';
import { showRequest } from '../../domain/support/show-request.ts';
import { supportContext } from '../../domain/support/support-context.ts';
import { inLanguage, inLanguages } from '../route/in-language.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { answer, nullable, oneOf, text } from '../reference/schemas/shapes.ts';
import {
  contextFields,
  statusesOf,
  supportAnswer,
  supportAsking,
  supportDevice,
  supportFilter,
  supportPages,
  supportWays,
} from '../reference/schemas/support.ts';
import { pageAnswer } from '../route/paging.ts';

const externalUserId = text(255);
const tag = 'Native';

export const support: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/native/support-context',
    operationId: 'getSupportContext',
    tag,
    summary: 'What an app boots its support messenger with',
    description:
      "Intercom's boot payload. `app_id` and `user_hash` (HMAC-SHA256 of `user_id`, hex) come from the setting `support`, null where it lacks them. With an access token set, the same context goes onto the contact in Intercom, after the answer.",
    query: Type.Object({ external_user_id: externalUserId, ...supportDevice }),
    answers: {
      200: answer(
        {
          app_id: nullable(Type.String()),
          user_id: Type.String(),
          user_hash: nullable(Type.String({ pattern: '^[0-9a-f]{64}$' })),
          ...contextFields,
          ...supportWays,
        },
        { title: 'SupportBoot' },
      ),
    },
    errors: [400, 404],
    handle: async ({ ctx, partner, query }) => ({
      data: await supportContext(ctx, partner, query.external_user_id, query),
      ...inLanguage('en'),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/native/support-requests',
    operationId: 'createSupportRequest',
    tag,
    summary: 'Ask for help on behalf of a traveler',
    description:
      'With a `symptom` that the knowledge base knows the answer is there at once: `answered`, with `steps` for the device and in the language. Otherwise it is stored as `open` for your own support, or with `escalate: true` as `escalated` for the operator.',
    body: Type.Object(
      {
        external_user_id: externalUserId,
        ...supportAsking,
        escalate: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 201: supportAnswer },
    errors: [400, 404, 409, 422],
    example: {
      external_user_id: 'ada',
      symptom: 'no_data',
      body: 'No internet since I landed',
      device_model: 'Pixel 10',
      os: 'android',
      os_version: '15',
      locale: 'es',
    },
    async handle({ ctx, partner, body }) {
      const data = await createRequest(ctx, partner, body);
      return { status: 201, data, ...inLanguage(data.locale) };
    },
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/native/support-requests',
    operationId: 'listSupportRequests',
    tag,
    summary: 'Support requests, newest first',
    description: '`status=open,escalated`: those that wait for an answer.',
    query: Type.Object({
      external_user_id: Type.Optional(externalUserId),
      ...supportFilter,
      ...supportPages,
    }),
    answers: {
      200: pageAnswer({ support_requests: Type.Array(supportAnswer) }),
    },
    errors: [400, 404],
    async handle({ ctx, partner, query: { status, ...query } }) {
      const data = await listRequests(ctx, partner, { ...query, status: statusesOf(status) });
      return { data, ...inLanguages(data.support_requests.map(({ locale }) => locale)) };
    },
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/native/support-requests/:id',
    operationId: 'getSupportRequest',
    tag,
    summary: 'Read a support request',
    params: Type.Object({ id: text(128) }),
    answers: { 200: supportAnswer },
    errors: [404],
    async handle({ ctx, partner, params: { id } }) {
      const data = await showRequest(ctx, partner.id, id);
      return { data, ...inLanguage(data.locale) };
    },
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/native/support-requests/:id/escalate',
    operationId: 'escalateSupportRequest',
    tag,
    summary: 'Hand a support request on',
    description:
      'One step: `answered` → `open` → `escalated`. `to` names the step, so that a repeat does no more.',
    params: Type.Object({ id: text(128) }),
    body: Type.Object({ to: Type.Optional(oneOf(LEVELS)) }, { additionalProperties: true }),
    dropNulls: true,
    answers: { 200: supportAnswer },
    errors: [400, 404, 409, 422],
    example: { to: 'operator' },
    async handle({ ctx, partner, params, body }) {
      const data = await escalateRequest(ctx, partner, params.id, { to: body.to });
      return { data, ...inLanguage(data.locale) };
    },
  }),
];
