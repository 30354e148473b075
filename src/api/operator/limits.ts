/** /api/operator/limits: how much the public endpoints let through. */
import { Type } from 'typebox';
import { DEFAULTS, LIMIT_NAMES, LIMITS, MAX_LIMIT } from '../../domain/abuse/settings.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer } from '../reference/schemas/shapes.ts';

const values = (title: string) =>
  answer(
    Object.fromEntries(
      LIMIT_NAMES.map((name) => [
        name,
        Type.Integer({ minimum: 0, maximum: MAX_LIMIT, description: LIMITS[name].description }),
      ]),
    ),
    { title },
  );
const shown = answer({
  limits: values('Limits'),
  defaults: answer(Object.fromEntries(LIMIT_NAMES.map((name) => [name, Type.Integer()]))),
});
const tag = 'Operator';

export const operatorLimits: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/limits',
    operationId: 'showLimits',
    tag,
    summary: 'Limits on the public endpoints',
    description: '0 = no limit.',
    answers: { 200: shown },
    handle: async ({ ctx }) => ({ data: { limits: await ctx.limits.read(), defaults: DEFAULTS } }),
  }),
  operatorRoute({
    method: 'PUT',
    url: '/api/operator/limits',
    operationId: 'setLimits',
    tag,
    summary: 'Change limits on the public endpoints',
    description:
      'What is not named stays; 0 switches a limit off, null goes back to the default. In force at once on this node, within 5 s elsewhere. Counting begins anew for nobody.',
    body: Type.Record(Type.String(), Type.Unknown(), {
      maxProperties: 100,
      description: `any of ${LIMIT_NAMES.join(', ')}`,
    }),
    answers: { 200: shown },
    errors: [400],
    example: { claims_per_address_per_minute: 30 },
    handle: async ({ ctx, actor, body }) => ({
      data: { limits: await ctx.limits.set(actor, body), defaults: DEFAULTS },
    }),
  }),
];
