/**
 * Help for travelers: the messenger's context, and requests that go from the knowledge base to
 * people.
 */
import { Type } from 'typebox';
import { createRequest } from '../../domain/support/create-request.ts';
import { escalateRequest, LEVELS } from '../../domain/support/escalate-request.ts';
import { REQUESTS_PAGE, listRequests } from '../../domain/support/list-requests.ts';
import { SUPPORT_STATUSES } from '../../domain/support/request-view.ts';
import { supportContext } from '../../domain/support/support-context.ts';
import { inLanguage, inLanguages } from '../route/in-language.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { answer, nullable, oneOf, text } from '../reference/schemas/shapes.ts';
import { pageAnswer, paging } from '../route/paging.ts';

const instant = Type.String({ format: 'date-time' });
const contextFields = {
  external_user_id: Type.String(),
  device_model: nullable(Type.String()),
  os: nullable(Type.String()),
  os_version: nullable(Type.String()),
  booking_destination: nullable(
    Type.String({
      description: 'English names of the trip under way or the next one, else the last',
      examples: ['Greece'],
    }),
  ),
  departure_date: nullable(Type.String({ format: 'date' })),
  package_status: oneOf(['ACTIVE', 'DEPLETED', 'EXPIRED', 'NOT_REDEEMED', 'NONE'] as const),
  esim_status: oneOf(['RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED', 'NONE'] as const),
};
const step = answer(
  {
    id: Type.String(),
    text: Type.String(),
    verified: Type.Boolean({
      description: 'false: a menu name could not be confirmed in this language',
    }),
    menu: Type.Optional(Type.Array(answer({ name: Type.String(), verified: Type.Boolean() }))),
  },
  { title: 'SupportStep' },
);
export const supportRequestFields = {
  id: Type.String({ examples: ['sup_01jd2x7c9m4q8r5t6v7w8x9y0z'] }),
  external_user_id: Type.String(),
  status: oneOf(SUPPORT_STATUSES, {
    description:
      'answered by the knowledge base → open with the partner → escalated to the operator; closed',
  }),
  symptom: nullable(Type.String()),
  subject: Type.String(),
  body: Type.String(),
  locale: Type.String(),
  context: answer(contextFields, { title: 'SupportContext' }),
  steps: Type.Array(step),
  created_at: instant,
  updated_at: instant,
};
const supportRequest = answer(supportRequestFields, { title: 'SupportRequest' });
export const supportPaging = {
  status: Type.Optional(oneOf(SUPPORT_STATUSES)),
  ...paging(REQUESTS_PAGE, 400),
};

const externalUserId = text(255);
const device = {
  device_model: Type.Optional(text(200, { examples: ['Pixel 10'] })),
  os: Type.Optional(text(50, { examples: ['android'] })),
  os_version: Type.Optional(text(50, { examples: ['15'] })),
};
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
    query: Type.Object({ external_user_id: externalUserId, ...device }),
    answers: {
      200: answer(
        {
          app_id: nullable(Type.String()),
          user_id: Type.String(),
          user_hash: nullable(Type.String({ pattern: '^[0-9a-f]{64}$' })),
          ...contextFields,
          support_email: nullable(Type.String()),
          support_url: nullable(Type.String()),
          support_phone: nullable(Type.String()),
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
        symptom: Type.Optional(
          Type.String({
            pattern: '^[a-z][a-z_]{0,49}$',
            examples: ['no_data', 'cannot_install', 'qr_invalid'],
            description:
              'one word in lower case: no_data, slow, cannot_install, qr_invalid, already_used, roaming_off, apn, wrong_line, removed; any other goes to people',
          }),
        ),
        subject: Type.Optional(
          text(200, {
            pattern: '^[^\\u0000-\\u001f\\u007f\\u2028\\u2029]*$',
            description: 'text of 1 to 200 characters on one line',
          }),
        ),
        body: Type.String({
          minLength: 1,
          maxLength: 5_000,
          pattern: '\\S',
          description: 'text of 1 to 5000 characters that is not blank',
        }),
        ...device,
        device_type: Type.Optional(text(50)),
        locale: Type.Optional(text(35)),
        escalate: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 201: supportRequest },
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
    query: Type.Object({ external_user_id: Type.Optional(externalUserId), ...supportPaging }),
    answers: {
      200: pageAnswer({ support_requests: Type.Array(supportRequest) }),
    },
    errors: [400, 404],
    async handle({ ctx, partner, query }) {
      const data = await listRequests(ctx, partner, query);
      return { data, ...inLanguages(data.support_requests.map(({ locale }) => locale)) };
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
    answers: { 200: supportRequest },
    errors: [400, 404, 409, 422],
    example: { to: 'operator' },
    async handle({ ctx, partner, params, body }) {
      const data = await escalateRequest(ctx, partner, params.id, body.to);
      return { data, ...inLanguage(data.locale) };
    },
  }),
];
