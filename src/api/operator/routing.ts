/** /api/operator/routing: which source of a bundle is taken. */
import { Type } from 'typebox';
import { ESIM_TYPES } from '../../domain/catalog/types.ts';
import { explainRouting } from '../../domain/routing/explain.ts';
import { MAX_WEIGHT, POLICIES, type RoutingPolicy } from '../../domain/routing/policy.ts';
import { routableAccounts } from '../../domain/suppliers/routable-accounts.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer, nullable, oneOf, text } from '../reference/schemas/shapes.ts';

const weights = Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: MAX_WEIGHT }), {
  maxProperties: 100,
  description: 'share of the travelers by supplier account; only of the policy weights',
});
const shown = answer(
  {
    policy: oneOf(POLICIES),
    weights: Type.Optional(weights),
    accounts: Type.Array(
      answer({
        name: Type.String(),
        priority: Type.Integer({ description: 'lower comes first' }),
        takes_new: Type.Boolean({ description: 'whether eSIMs may be ordered there' }),
        out_because: nullable(Type.String({ description: 'why no order should go there now' })),
      }),
    ),
  },
  { title: 'Routing' },
);
const explained = answer(
  {
    bundle: Type.String(),
    esim_type: nullable(oneOf(ESIM_TYPES)),
    policy: oneOf(POLICIES),
    currency: Type.String({ description: "the catalog's, in which sources are compared" }),
    is_on_sale: Type.Boolean(),
    sources: Type.Array(
      answer({
        id: Type.String(),
        account: Type.String(),
        article: Type.String({ description: "the supplier's own id" }),
        esim_types: Type.Array(oneOf(ESIM_TYPES)),
        cost: Type.Number(),
        currency: Type.String(),
        cost_here: nullable(
          Type.Number({
            description: "in the catalog's currency, rounded up; null: there is no rate",
          }),
        ),
        is_taken: Type.Boolean({ description: 'it would be taken now' }),
        why_not: nullable(
          Type.String({ description: 'what is against it; null of the one taken' }),
        ),
      }),
    ),
  },
  { title: 'RoutingExplained' },
);
const tag = 'Operator';

type Ctx = Parameters<typeof explainRouting>[0];
const view = (ctx: Ctx, policy: RoutingPolicy) => ({
  policy: policy.name,
  ...(policy.name === 'weights' ? { weights: policy.weights } : {}),
  accounts: routableAccounts(ctx).map((account) => ({
    name: account.name,
    priority: account.priority,
    takes_new: account.takesNew,
    out_because: account.outBecause,
  })),
});

export const operatorRouting: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/routing',
    operationId: 'showRouting',
    tag,
    summary: 'Which source of a bundle is taken: the policy',
    answers: { 200: shown },
    handle: async ({ ctx }) => ({ data: view(ctx, ctx.routing.current()) }),
  }),
  operatorRoute({
    method: 'PUT',
    url: '/api/operator/routing',
    operationId: 'setRouting',
    tag,
    summary: 'Set the routing policy',
    description:
      '`cost` (the default): the cheapest source. `priority`: the account that comes first. `weights`: travelers are shared out between accounts. In force at once on this node, within 5 s elsewhere; what is ordered keeps its source.',
    body: Type.Object({
      policy: oneOf(POLICIES),
      weights: Type.Optional(weights),
    }),
    answers: { 200: shown },
    errors: [400],
    example: { policy: 'weights', weights: { 'sandbox-one': 3, 'sandbox-two': 1 } },
    handle: async ({ ctx, actor, body }) => {
      const names = routableAccounts(ctx).map(({ name }) => name);
      return { data: view(ctx, await ctx.routing.set(actor, body, names)) };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/routing/explain',
    operationId: 'explainRouting',
    tag,
    summary: 'Which source of a bundle would be taken now, and why not the others',
    query: Type.Object({
      bundle: text(104, { description: 'its id', examples: ['pkg_grc_1gb_365d'] }),
      esim_type: Type.Optional(oneOf(ESIM_TYPES)),
    }),
    answers: { 200: explained },
    errors: [400],
    handle: async ({ ctx, query }) => ({
      data: explainRouting(ctx, query.bundle, query.esim_type ?? null),
    }),
  }),
];
