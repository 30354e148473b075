/** What is a member's own: what they say of themselves, where they belong and are signed in. */
import { Type } from 'typebox';
import { ownRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { changeOwn } from '../domain/members/change-own.ts';
import { removeMember } from '../domain/members/managing/remove-member.ts';
import { WAYS_IN } from '../domain/members/member.ts';
import { INSTALLATION } from '../domain/members/place.ts';
import { endOneSession, endOtherSessions } from '../domain/members/sessions/end-sessions.ts';
import { listMemberSessions } from '../domain/members/sessions/list-sessions.ts';
import { instant } from './shapes.ts';

const tag = 'Session';

export const sessions: PrivateRoute[] = [
  ownRoute({
    method: 'PATCH',
    url: '/web-api/me',
    operationId: 'changeMe',
    tag,
    summary: 'Change name, language or time zone',
    description: 'What is not named stays; null goes back to none, or to what the browser says.',
    takesSso: true,
    body: Type.Object(
      {
        name: Type.Optional(nullable(text(100))),
        locale: Type.Optional(nullable(text(35))),
        time_zone: Type.Optional(nullable(text(60))),
      },
      { additionalProperties: true },
    ),
    answers: { 200: answer({}) },
    errors: [400, 413, 415],
    example: { name: 'Ada Lovelace', time_zone: 'Europe/Berlin' },
    async handle({ ctx, actor, member, body }) {
      await changeOwn(ctx, actor, member, body);
      return { data: {} };
    },
  }),
  ownRoute({
    method: 'DELETE',
    url: '/web-api/me/memberships/:place',
    operationId: 'leavePlace',
    tag,
    summary: 'Leave a partner, or the installation',
    description: 'Whoever belongs nowhere any more is signed out everywhere.',
    params: Type.Object({
      place: { ...text(128), description: "a partner's id, or `installation`" },
    }),
    answers: { 200: answer({}) },
    errors: [404, 409],
    async handle({ ctx, actor, member, params: { place } }) {
      const left = place === 'installation' ? INSTALLATION : { partnerId: place, name: place };
      // Whoever may not take others away may still go.
      await removeMember(ctx, actor, left, member.id, () => {});
      return { data: {} };
    },
  }),
  ownRoute({
    method: 'GET',
    url: '/web-api/sessions',
    operationId: 'listMySessions',
    tag,
    summary: 'Where one is signed in, newest first',
    takesSso: true,
    answers: {
      200: Type.Array(
        answer({
          id: Type.String(),
          created_at: instant,
          last_seen_at: instant,
          signed_in_by: oneOf(WAYS_IN),
          user_agent: nullable(Type.String()),
          ip: nullable(Type.String()),
          is_this: Type.Boolean(),
        }),
      ),
    },
    handle: async ({ ctx, session }) => ({ data: await listMemberSessions(ctx, session) }),
  }),
  ownRoute({
    method: 'DELETE',
    url: '/web-api/sessions/:id',
    operationId: 'endMySession',
    tag,
    summary: 'Sign out of one session',
    takesSso: true,
    params: Type.Object({ id: text(100) }),
    answers: { 200: answer({}) },
    errors: [404],
    async handle({ ctx, session, params: { id } }) {
      await endOneSession(ctx, session, id);
      return { data: {} };
    },
  }),
  ownRoute({
    method: 'DELETE',
    url: '/web-api/sessions',
    operationId: 'endMyOtherSessions',
    tag,
    summary: 'Sign out everywhere else',
    takesSso: true,
    answers: { 200: answer({ ended: Type.Integer() }) },
    handle: async ({ ctx, session }) => ({
      data: { ended: await endOtherSessions(ctx, session) },
    }),
  }),
];
