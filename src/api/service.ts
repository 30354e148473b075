/** How well the installation serves, by key; the public page is at /status. */
import { Type } from 'typebox';
import { FIGURES } from '../domain/service/figures.ts';
import { serviceReport } from '../domain/service/service-report.ts';
import { partnerRoute } from './callers/partner.ts';
import { answer, nullable, oneOf } from './reference/schemas/shapes.ts';
import type { Route } from './route/route.ts';

const measured = {
  total: Type.Integer({ description: 'of how many; of availability: minutes' }),
  share: nullable(Type.Number({ description: '0 to 1; null: there was nothing to count' })),
  mean_ms: nullable(Type.Number()),
  slowest_ms: nullable(Type.Number()),
};

export const service: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/reports/service',
    operationId: 'getServiceReport',
    tag: 'Reports',
    summary: 'How well this installation serves, by day for 90 days',
    description:
      'Of the whole installation, in UTC, each figure with its definition and what is promised. The same, with what it is counted from, is public at `/status`.',
    answers: {
      200: answer(
        {
          from: nullable(Type.String({ description: 'the first day there is anything of' })),
          to: Type.String(),
          figures: Type.Array(
            answer({
              figure: oneOf(FIGURES),
              title: Type.String(),
              definition: Type.String(),
              promise: Type.Number({ description: 'the share that is promised, 0 to 1' }),
              within_ms: nullable(Type.Integer()),
              overall: answer(measured),
              days: Type.Array(answer({ date: Type.String(), ...measured })),
            }),
          ),
        },
        { title: 'ServiceReport' },
      ),
    },
    handle: async ({ ctx }) => ({ data: await serviceReport(ctx.db, new Date()) }),
  }),
];
