/** A visitor asks for help. */
import { Type } from 'typebox';
import { createRequest } from '../../domain/support/create-request.ts';
import { ownSupportContext, said } from '../../domain/webview/own-support.ts';
import { visitorRoute } from '../callers/visitor.ts';
import {
  contextFields,
  supportAnswer,
  supportAsking,
  supportDevice,
  supportWays,
} from '../reference/schemas/support.ts';
import { answer } from '../reference/schemas/shapes.ts';
import { inLanguage } from '../route/in-language.ts';
import type { Route } from '../route/route.ts';

const tag = 'WebView';

export const webappSupport: Route[] = [
  visitorRoute({
    method: 'GET',
    url: '/api/webapp/me/support-context',
    operationId: 'getOwnSupportContext',
    tag,
    summary: 'What a support team would be told, to be shown before it is sent',
    query: Type.Object(supportDevice),
    answers: { 200: answer({ ...contextFields, ...supportWays }) },
    errors: [400],
    handle: async ({ ctx, partner, visitor, query }) => ({
      data: await ownSupportContext(ctx, partner, visitor, query),
      ...inLanguage('en'),
    }),
  }),
  visitorRoute({
    method: 'POST',
    url: '/api/webapp/me/support-requests',
    operationId: 'createOwnSupportRequest',
    tag,
    summary: 'Ask for help',
    description:
      "As `POST /api/native/support-requests`. Past the knowledge base it goes to the partner's support; only the partner hands it on.",
    body: Type.Object(supportAsking, { additionalProperties: true }),
    dropNulls: true,
    answers: { 201: supportAnswer },
    errors: [400, 404, 422],
    example: { symptom: 'no_data', body: 'No internet since I landed' },
    async handle({ ctx, partner, visitor, body }) {
      const data = await createRequest(ctx, partner, {
        locale: visitor.locale,
        device_type: visitor.device.device_type,
        ...body,
        ...said(visitor, body),
        escalate: undefined,
        external_user_id: visitor.externalUserId,
      });
      return { status: 201, data, ...inLanguage(data.locale) };
    },
  }),
];
