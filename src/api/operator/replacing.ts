/** /api/operator/replacing: what becomes of packages that their provider does not take back. */
import { Type } from 'typebox';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer } from '../reference/schemas/shapes.ts';

const pay_twice = Type.Boolean({
  description:
    'Whether unused packages come over to the new eSIM too where their provider does not cancel them, or not for certain (`not_cancellable`, `cancel_requested`): both are paid',
});
const shown = answer({ pay_twice }, { title: 'Replacing' });
const tag = 'Operator';

export const operatorReplacing: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/replacing',
    operationId: 'showReplacing',
    tag,
    summary: 'How eSIMs are replaced',
    answers: { 200: shown },
    handle: async ({ ctx }) => ({ data: ctx.replacing.current() }),
  }),
  operatorRoute({
    method: 'PUT',
    url: '/api/operator/replacing',
    operationId: 'setReplacing',
    tag,
    summary: 'Set how eSIMs are replaced',
    description:
      'In force at once on this node, within 5 s elsewhere; what was decided for a package stays.',
    body: Type.Object({ pay_twice }),
    answers: { 200: shown },
    errors: [400],
    example: { pay_twice: true },
    handle: async ({ ctx, actor, body }) => ({ data: await ctx.replacing.set(actor, body) }),
  }),
];
