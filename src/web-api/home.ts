/** The first screen of a partner. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { homeAnswer } from '../api/reference/schemas/reports.ts';
import { answer } from '../api/reference/schemas/shapes.ts';
import { makeDemoData } from '../domain/home/make-demo-data.ts';
import { putFirstStepsAway } from '../domain/home/first-steps.ts';
import { home as readHome, HOME_DAYS } from '../domain/home/home.ts';
import { byPartner } from './shapes.ts';

const tag = 'Home';

export const home: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/home',
    operationId: 'getHome',
    tag,
    summary: 'Figures beside those of the days before, and what needs somebody',
    permission: 'bookings.read',
    params: byPartner,
    query: Type.Object({
      days: Type.Optional(
        Type.Integer({ minimum: 1, maximum: HOME_DAYS.at(-1)!, description: 'default: 30' }),
      ),
    }),
    answers: { 200: homeAnswer },
    errors: [400],
    handle: async ({ ctx, member, partner, permissions, query: { days = 30 } }) => ({
      data: await readHome(ctx, partner, { memberId: member.id, permissions }, days),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/home/put-away-first-steps',
    operationId: 'putFirstStepsAway',
    tag,
    summary: 'Show me the first steps no longer',
    permission: 'bookings.read',
    params: byPartner,
    answers: { 200: answer({ is_put_away: Type.Boolean() }) },
    async handle({ ctx, actor, partner }) {
      await putFirstStepsAway(ctx, partner.id, actor);
      return { data: { is_put_away: true } };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/home/demo',
    operationId: 'makeDemoData',
    tag,
    summary: 'Book and play some trips of made-up travelers, on staging',
    permission: 'bookings.act',
    params: byPartner,
    answers: {
      200: answer({ bookings: Type.Integer({ description: 'new ones; 0: they were there' }) }),
    },
    errors: [400, 409, 422],
    handle: async ({ ctx, partner }) => ({
      data: { bookings: await makeDemoData(ctx, partner) },
    }),
  }),
];
