/** How a member comes in by a link. */
import { Type } from 'typebox';
import { signInRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, email, text } from '../api/reference/schemas/shapes.ts';
import { askSignInLink } from '../domain/members/sign-in/ask-link.ts';
import { signInByLink } from '../domain/members/sign-in/use-link.ts';
import { sessionCookie } from './cookies.ts';
import { stageAnswer } from './shapes.ts';

const tag = 'Sign-in';

export const signIn: PrivateRoute[] = [
  signInRoute({
    method: 'POST',
    url: '/web-api/sign-in/mail',
    operationId: 'askSignInLink',
    tag,
    summary: 'Have a link mailed that signs in, once, in this browser',
    description: 'The same answer whoever has the address.',
    body: Type.Object({ email }, { additionalProperties: true }),
    answers: { 202: answer({}) },
    errors: [400, 413, 415, 429],
    example: { email: 'ada@example.com' },
    async handle({ ctx, body, browser, ip }) {
      await askSignInLink(ctx, { ...body, browser, ip });
      return { status: 202, data: {} };
    },
  }),
  signInRoute({
    method: 'POST',
    url: '/web-api/sign-in/link',
    operationId: 'signInByLink',
    tag,
    summary: 'Open a session with the link of a mail, or one that a command printed',
    description: 'Whatever is wrong with it is answered alike: 401 `sign_in_link_invalid`.',
    body: Type.Object({ token: text(200) }, { additionalProperties: true }),
    answers: { 200: stageAnswer },
    errors: [400, 413, 415, 429],
    example: { token: 'FcJ0Yp3mVbq1d8K2xZs7Rt4WnE6uHg9aLiQoCvTyBk0' },
    async handle({ ctx, body: { token: link }, browser, userAgent, replaces, ip }) {
      const { token, session } = await signInByLink(ctx, {
        token: link,
        browser,
        userAgent,
        replaces,
        ip,
      });
      return {
        data: { stage: session.stage },
        headers: { 'set-cookie': sessionCookie(ctx, token) },
      };
    },
  }),
];
