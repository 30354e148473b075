/** The link of an invitation. */
import { Type } from 'typebox';
import { signInRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, text } from '../api/reference/schemas/shapes.ts';
import {
  acceptInvitation,
  lookAtInvitation,
} from '../domain/members/invitations/accept-invitation.ts';
import { sessionCookie } from './cookies.ts';
import { instant, stageAnswer } from './shapes.ts';

const tag = 'Sign-in';
const example = { token: 'FcJ0Yp3mVbq1d8K2xZs7Rt4WnE6uHg9aLiQoCvTyBk0' };

export const invitations: PrivateRoute[] = [
  signInRoute({
    method: 'POST',
    url: '/web-api/invitations/look',
    operationId: 'lookAtInvitation',
    tag,
    summary: 'Who invites whom to what',
    body: Type.Object({ token: text(200) }, { additionalProperties: true }),
    answers: {
      200: answer({
        email: Type.String(),
        partner: nullable(answer({ name: Type.String(), slug: Type.String() })),
        role: Type.String(),
        invited_by: Type.String(),
        expires_at: instant,
        by_sso: Type.Boolean(),
      }),
    },
    errors: [400, 404, 413, 415, 429],
    example,
    handle: async ({ ctx, ip, body }) => ({ data: await lookAtInvitation(ctx, ip, body.token) }),
  }),
  signInRoute({
    method: 'POST',
    url: '/web-api/invitations/accept',
    operationId: 'acceptInvitation',
    tag,
    summary: 'Join, and open a session',
    body: Type.Object({ token: text(200), name: text(100) }, { additionalProperties: true }),
    answers: { 200: stageAnswer },
    errors: [400, 404, 409, 413, 415, 429],
    example: { ...example, name: 'Ada Lovelace' },
    async handle({ ctx, ip, body, userAgent, replaces }) {
      const { token, session } = await acceptInvitation(ctx, { ...body, ip, userAgent, replaces });
      return {
        data: { stage: session.stage },
        headers: { 'set-cookie': sessionCookie(ctx, token) },
      };
    },
  }),
];
