/** Support requests as the operator sees them: of all partners. */
import { Type } from 'typebox';
import { closeRequest } from '../../domain/support/close-request.ts';
import { listAllRequests, showAnyRequest } from '../../domain/support/list-all-requests.ts';
import { SUPPORT_STATUSES } from '../../domain/support/request-view.ts';
import { inLanguage, inLanguages } from '../route/in-language.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer, oneOf, partnerName, text } from '../reference/schemas/shapes.ts';
import { supportPages, supportRequestFields } from '../reference/schemas/support.ts';
import { pageAnswer } from '../route/paging.ts';

const request = answer(
  { partner_id: Type.String(), partner: partnerName, ...supportRequestFields },
  { title: 'OperatorSupportRequest' },
);
const tag = 'Operator';

export const operatorSupport: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/support-requests',
    operationId: 'listAllSupportRequests',
    tag,
    summary: "All partners' support requests, newest first",
    description: '`status=escalated`: those that wait for the operator.',
    query: Type.Object({
      partner_id: Type.Optional(text(128)),
      status: Type.Optional(oneOf(SUPPORT_STATUSES)),
      ...supportPages,
    }),
    answers: {
      200: pageAnswer({ support_requests: Type.Array(request) }),
    },
    errors: [400, 404],
    async handle({ ctx, query }) {
      const data = await listAllRequests(ctx, query);
      return { data, ...inLanguages(data.support_requests.map(({ locale }) => locale)) };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/support-requests/:id',
    operationId: 'showSupportRequest',
    tag,
    summary: 'One support request of any partner',
    params: Type.Object({ id: text(128) }),
    answers: { 200: request },
    errors: [404],
    async handle({ ctx, params }) {
      const data = await showAnyRequest(ctx, params.id);
      return { data, ...inLanguage(data.locale) };
    },
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/support-requests/:id/close',
    operationId: 'closeSupportRequest',
    tag,
    summary: 'Close a support request',
    params: Type.Object({ id: text(128) }),
    answers: { 200: request },
    errors: [404],
    async handle({ ctx, actor, params }) {
      const data = await closeRequest(ctx, actor, params.id);
      return { data, ...inLanguage(data.locale) };
    },
  }),
];
