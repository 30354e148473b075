/** The session of this browser. */
import { stageRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer } from '../api/reference/schemas/shapes.ts';
import { STAGES } from '../domain/members/member.ts';
import { endOwnSession } from '../domain/members/sessions/end-sessions.ts';
import { showSession } from '../domain/members/sessions/show-session.ts';
import { noSessionCookie } from './cookies.ts';
import { sessionAnswer } from './shapes.ts';

const tag = 'Session';

export const session: PrivateRoute[] = [
  stageRoute({
    method: 'GET',
    url: '/web-api/session',
    operationId: 'getSession',
    tag,
    summary: 'Who is signed in, and what they are and may do here',
    stages: STAGES,
    answers: { 200: sessionAnswer },
    handle: async ({ ctx, member, session: one, memberships, operatorRole, view }) => ({
      data: await showSession(ctx, { member, session: one, memberships, operatorRole, view }),
    }),
  }),
  stageRoute({
    method: 'DELETE',
    url: '/web-api/session',
    operationId: 'signOut',
    tag,
    summary: 'Sign out',
    stages: STAGES,
    answers: { 200: answer({}) },
    async handle({ ctx, session: one }) {
      await endOwnSession(ctx, one);
      return { data: {}, headers: { 'set-cookie': noSessionCookie(ctx) } };
    },
  }),
];
