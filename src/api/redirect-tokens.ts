/** A partner's server lets its travelers onto the managed screens, and sends them away again. */
import { Type } from 'typebox';
import { createRedirectToken } from '../domain/webview/create-redirect-token.ts';
import { revokeSessions } from '../domain/webview/end-sessions.ts';
import { SCREENS } from '../domain/partners/branding/screens.ts';
import { partnerRoute } from './callers/partner.ts';
import type { Route } from './route/route.ts';
import { answer, email, externalUserId, text } from './reference/schemas/shapes.ts';
import { deviceHints, locale } from './reference/schemas/webview.ts';

const tag = 'WebView';

export const redirectTokens: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/redirect-tokens/create',
    operationId: 'createRedirectToken',
    tag,
    summary: 'Let a traveler onto the managed screens',
    description:
      'Open `redirect_url` in your app or in a browser. The token opens one session, within five minutes; opening the URL alone uses nothing up. With both given, `external_user_id` names the traveler; one who is known by an `email` only gets an id of ours (`gen_…`), which the first id that you name with this e-mail takes the place of.',
    body: Type.Object(
      {
        external_user_id: Type.Optional(externalUserId),
        email: Type.Optional(email),
        to: Type.Optional(text(100, { description: `the screen that opens: ${SCREENS}` })),
        locale,
        device: Type.Optional(deviceHints),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: {
      201: answer({
        redirect_token: Type.String(),
        redirect_url: Type.String(),
        expires_at: Type.String({ format: 'date-time' }),
      }),
    },
    errors: [400, 404, 422],
    example: { external_user_id: 'ada', to: 'home', locale: 'es-ES' },
    handle: async ({ ctx, partner, body }) => ({
      status: 201,
      data: await createRedirectToken(ctx, partner, body),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/webapp/sessions/revoke',
    operationId: 'revokeSessions',
    tag,
    summary: 'End all sessions of a traveler on the managed screens',
    description:
      'In force with the next request of each. Redirect tokens that were not used yet are ended too.',
    body: Type.Object({ external_user_id: externalUserId }, { additionalProperties: true }),
    answers: { 200: answer({ ended: Type.Integer() }) },
    errors: [400, 404, 422],
    example: { external_user_id: 'ada' },
    handle: async ({ ctx, actor, partner, body }) => ({
      data: { ended: await revokeSessions(ctx, actor, partner, body.external_user_id) },
    }),
  }),
];
