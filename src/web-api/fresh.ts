/** Showing once more who one is, for what asks for a sign-in of the last ten minutes. */
import { Type } from 'typebox';
import { ownRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer } from '../api/reference/schemas/shapes.ts';
import { freshOptions } from '../domain/members/factors/passkey-options.ts';
import { freshenWithPasskey } from '../domain/members/factors/passkey-sign-in.ts';
import { showTotp } from '../domain/members/factors/show-code.ts';
import { EXAMPLE_ASSERTION } from './examples.ts';
import { assertion, code, publicKeyOptions } from './factor-shapes.ts';
import { instant } from './shapes.ts';

const tag = 'Factors';
const freshAnswer = answer({ fresh_until: instant });

export const fresh: PrivateRoute[] = [
  ownRoute({
    method: 'POST',
    url: '/web-api/fresh/passkey/options',
    operationId: 'beginFreshPasskey',
    tag,
    summary: "What the browser has to ask one's own passkeys for",
    description: 'Good once, for five minutes, in this browser.',
    takesSso: true,
    answers: { 200: publicKeyOptions },
    handle: async ({ ctx, session, browser }) => ({
      data: await freshOptions(ctx, session, browser),
    }),
  }),
  ownRoute({
    method: 'POST',
    url: '/web-api/fresh/passkey',
    operationId: 'freshenWithPasskey',
    tag,
    summary: 'Show with a passkey that it is still you',
    description: 'Whatever is wrong is answered alike: 401 `passkey_invalid`.',
    takesSso: true,
    body: Type.Object({ response: assertion }, { additionalProperties: true }),
    answers: { 200: freshAnswer },
    errors: [400, 413, 415],
    example: { response: EXAMPLE_ASSERTION },
    handle: async ({ ctx, session, browser, body: { response } }) => ({
      data: { fresh_until: await freshenWithPasskey(ctx, session, browser, response) },
    }),
  }),
  ownRoute({
    method: 'POST',
    url: '/web-api/fresh/totp',
    operationId: 'freshenWithTotp',
    tag,
    summary: 'Show with a code of the authenticator app that it is still you',
    description: 'Wrong or used: 401 `code_invalid`; the fifth wrong one ends the session.',
    takesSso: true,
    body: Type.Object({ code }, { additionalProperties: true }),
    answers: { 200: freshAnswer },
    errors: [400, 413, 415, 429],
    example: { code: '287082' },
    async handle({ ctx, session, body }) {
      const { freshUntil } = await showTotp(ctx, session, body.code);
      return { data: { fresh_until: freshUntil } };
    },
  }),
];
