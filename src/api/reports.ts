import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { funnel, MAX_DAYS } from '../domain/reports/funnel.ts';
import { funnelPackages, PACKAGES_PAGE } from '../domain/reports/funnel-packages.ts';
import { STEPS } from '../domain/reports/counting/day-counts.ts';
import { deliveryReport } from '../domain/reports/delivery-report.ts';
import { stepReport } from '../domain/reports/step-report.ts';
import { partnerNow } from '../domain/partners/now.ts';
import { partnerRoute } from './callers/partner.ts';
import type { Route } from './route/route.ts';
import { MAY_BE_SHORT, paging } from './route/paging.ts';
import { oneOf, text } from './reference/schemas/shapes.ts';
import {
  deliveryReportAnswer,
  funnelAnswer,
  packagesAnswer,
  stepReportAnswer,
} from './reference/schemas/reports.ts';

const day = text(10, { format: 'date', examples: ['2027-07-15'] });
const days = { from: Type.Optional(day), to: Type.Optional(day) };
const lastDays = {
  ...days,
  days: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_DAYS,
      description: 'so many up to `to`, in place of `from`',
    }),
  ),
};
const DAYS_TEXT = `Both dates are included, in the partner's zone; by default the last 30 days, at most ${MAX_DAYS}. docs/reports.md defines every figure.`;

export const reports: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/reports/funnel',
    operationId: 'getFunnel',
    tag: 'Reports',
    summary: 'What became of bookings, day by day',
    description: `By the day on which a booking was made. ${DAYS_TEXT}`,
    query: Type.Object(days),
    answers: { 200: funnelAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await funnel(ctx, partner, query) }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/reports/funnel/steps',
    operationId: 'getFunnelSteps',
    tag: 'Reports',
    summary: 'How far packages came, how long each step took, and by destination',
    description: `By the day on which a booking was made. Where there are many bookings, as they were counted last: \`counted_at\`. ${DAYS_TEXT}`,
    query: Type.Object(lastDays),
    answers: { 200: stepReportAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await stepReport(ctx, partner, query) }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/reports/funnel/packages',
    operationId: 'listFunnelPackages',
    tag: 'Reports',
    summary: 'The packages behind a figure of the funnel',
    description: `The newest booking first. ${MAY_BE_SHORT} ${DAYS_TEXT}`,
    query: Type.Object({
      ...lastDays,
      step: Type.Optional(oneOf(STEPS, { description: 'those that came this far' })),
      missing: Type.Optional(oneOf(STEPS, { description: 'those that did not' })),
      place: Type.Optional(
        text(60, { description: 'a destination as `places` names it; `-`: none is chosen yet' }),
      ),
      ...paging(PACKAGES_PAGE, 200),
    }),
    answers: { 200: packagesAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await funnelPackages(ctx, partner, query),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/reports/deliveries',
    operationId: 'getDeliveryReport',
    tag: 'Reports',
    summary: 'What became of messages and of webhooks, day by day',
    description: `By the day on which they were made. Where there are many bookings, as they were counted last: \`counted_at\`. ${DAYS_TEXT}`,
    query: Type.Object(lastDays),
    answers: { 200: deliveryReportAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await deliveryReport(ctx, partner, query),
    }),
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
