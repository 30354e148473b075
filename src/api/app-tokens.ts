import { Type } from 'typebox';
import { issueAppToken, LONGEST_S, SHORTEST_S } from '../domain/app-tokens/issue-token.ts';
import { partnerRoute } from './callers/partner.ts';
import type { Route } from './route/route.ts';
import { answer, email, text } from './reference/schemas/shapes.ts';

export const appTokens: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/app-tokens',
    operationId: 'createAppToken',
    tag: 'Apps',
    summary: "Issue an ID token for a traveler's app",
    description:
      'For apps without Firebase: your server asks, once its user has signed in, and hands the token to the app, which sends it as `Authorization: Bearer`. With both given, `external_user_id` names the traveler. Keys: `GET /.well-known/jwks.json`.',
    body: Type.Object(
      {
        external_user_id: Type.Optional(text(255)),
        email: Type.Optional(email),
        expires_in: Type.Optional(
          Type.Integer({
            minimum: SHORTEST_S,
            maximum: LONGEST_S,
            default: LONGEST_S,
            description: 'seconds',
          }),
        ),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: {
      200: answer({
        token: Type.String(),
        token_type: Type.Literal('Bearer'),
        expires_at: Type.String({ format: 'date-time' }),
      }),
    },
    errors: [400, 409, 422],
    example: { external_user_id: 'ada' },
    handle: async ({ ctx, partner, body }) => ({ data: await issueAppToken(ctx, partner, body) }),
  }),
];
