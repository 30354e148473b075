/** People are shown masked until a member asks to see them, which is written down. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, text } from '../api/reference/schemas/shapes.ts';
import { revealedUntil } from '../domain/members/member.ts';
import { maskPeople, revealPeople } from '../domain/members/sessions/reveal-people.ts';
import { byPartner, instant } from './shapes.ts';

const tag = 'Session';
const permission = 'people.read';
const url = '/web-api/partners/:partner/reveal';
const answers = {
  200: answer({ until: nullable(instant) }),
};

export const reveal: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url,
    operationId: 'getReveal',
    tag,
    summary: 'Until when this browser is shown people unmasked; null: they are masked',
    permission,
    params: byPartner,
    answers,
    handle: async ({ ctx, partner, session }) => ({
      data: { until: revealedUntil(session, partner.id, ctx.clock.now()) },
    }),
  }),
  memberRoute({
    method: 'POST',
    url,
    operationId: 'revealPeople',
    tag,
    summary: 'Show people unmasked to this browser, for fifteen minutes',
    description: 'The audit log says who asked, and at which list or record.',
    permission,
    params: byPartner,
    body: Type.Object(
      {
        where: text(100, {
          pattern: '^[a-z_]+(/[a-zA-Z0-9_-]+)?$',
          description: 'the list, or the record in it: `travelers/usr_…`',
        }),
      },
      { additionalProperties: true },
    ),
    answers,
    errors: [400, 413, 415],
    example: { where: 'travelers/usr_01jd2x7c9m4q8r5t6v7w8x9y0z' },
    handle: async ({ ctx, actor, partner, session, body: { where } }) => ({
      data: { until: await revealPeople(ctx, actor, session, partner.id, where) },
    }),
  }),
  memberRoute({
    method: 'DELETE',
    url,
    operationId: 'maskPeople',
    tag,
    summary: 'Mask people again',
    permission,
    params: byPartner,
    answers,
    async handle({ ctx, partner, session }) {
      await maskPeople(ctx, session, partner.id);
      return { data: { until: null } };
    },
  }),
];
