import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { FIGURES, funnel, MAX_DAYS } from '../domain/reports/funnel.ts';
import { partnerNow } from '../domain/partners/now.ts';
import { partnerRoute } from './callers/partner.ts';
import type { Route } from './route/route.ts';
import { answer, text } from './reference/schemas/shapes.ts';

const figures = Object.fromEntries(
  FIGURES.map((name) => [name, Type.Integer({ minimum: 0 })]),
) as Record<(typeof FIGURES)[number], ReturnType<typeof Type.Integer>>;
const day = text(10, { format: 'date', examples: ['2027-07-15'] });

export const reports: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/reports/funnel',
    operationId: 'getFunnel',
    tag: 'Reports',
    summary: 'What became of bookings, day by day',
    description: `By the day on which a booking was made, in the partner's zone. Both dates are included; by default the last 30 days, at most ${MAX_DAYS}. docs/reports.md defines every figure.`,
    query: Type.Object({ from: Type.Optional(day), to: Type.Optional(day) }),
    answers: {
      200: answer(
        {
          from: Type.String(),
          to: Type.String(),
          time_zone: Type.String(),
          totals: answer(figures, { title: 'FunnelFigures' }),
          days: Type.Array(answer({ date: Type.String(), ...figures }, { title: 'FunnelDay' })),
        },
        { title: 'Funnel' },
      ),
    },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await funnel(ctx, partner, query) }),
  }),
];

/**
 * A hook for after the answer: a booking that was refused with 400 is counted, a replay of that
 * answer is not.
 */
export const countRefusals =
  (ctx: Context) =>
  async (req: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const isRefusal =
      reply.statusCode === 400 &&
      req.method === 'POST' &&
      req.routeOptions.url === '/api/bookings' &&
      reply.getHeader('idempotent-replayed') === undefined;
    const partner = req.who?.partner;
    if (isRefusal && partner !== undefined)
      ctx.refusedBookings.note(partner.id, partnerNow(ctx, partner));
  };
