/** /api/operator/sources: articles of supplier accounts, and costs of them that wait for approval. */
import { Type } from 'typebox';
import { approveCosts, MAX_APPROVED } from '../../domain/catalog/sources/approve-costs.ts';
import {
  listSources,
  SOURCE_STATES,
  SOURCES_PAGE,
} from '../../domain/catalog/sources/list-sources.ts';
import { ESIM_TYPES, STARTS } from '../../domain/catalog/types.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { pageAnswer, paging } from '../route/paging.ts';
import { answer, nullable, oneOf, text } from '../reference/schemas/shapes.ts';

const tag = 'Operator';
const when = Type.String({ format: 'date-time' });
const cost = { cost: Type.Number({ description: 'major units' }), currency: Type.String() };
const view = answer(
  {
    id: Type.String(),
    account: Type.String(),
    article: Type.String({ description: "the supplier's own id" }),
    name: nullable(Type.String({ description: "the supplier's; null: only a file has named it" })),
    topup_article: nullable(Type.String()),
    esim_types: Type.Array(oneOf(ESIM_TYPES)),
    bytes: nullable(Type.Integer({ description: 'as delivered; null: unlimited' })),
    daily_bytes: nullable(Type.Integer({ description: 'full speed per day' })),
    throttle_kbps: nullable(Type.Integer()),
    duration_days: Type.Integer(),
    coverage: Type.Array(Type.String(), { description: 'alpha-3' }),
    ...cost,
    previous: nullable(answer({ ...cost, changed_at: when })),
    offered: nullable(
      answer({ ...cost, since: when }, { description: 'listed now, and waits for approval' }),
    ),
    is_held: Type.Boolean({ description: 'the cost that waits is a rise: nothing is ordered' }),
    starts: oneOf(STARTS),
    needs_kyc: Type.Boolean(),
    can_top_up: nullable(Type.Boolean({ description: 'null: only a file has named it' })),
    imsi: nullable(Type.String()),
    activation_window_days: Type.Integer(),
    last_seen_at: nullable(when),
    is_stale: Type.Boolean({ description: 'its supplier no longer lists it' }),
    bundles: Type.Array(Type.String()),
  },
  { title: 'Source' },
);

export const operatorSources: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/sources',
    operationId: 'listSources',
    tag,
    summary: 'Articles of supplier accounts, and the bundles that they are behind',
    description:
      '`state`: `fresh` is still listed, `stale` no longer, `waiting` has a cost that waits for approval.',
    query: Type.Object({
      account: Type.Optional(text(40)),
      bundle: Type.Optional(text(104)),
      id: Type.Optional(text(304, { description: 'only this one' })),
      state: Type.Optional(oneOf(SOURCE_STATES)),
      ...paging(SOURCES_PAGE, 500),
    }),
    answers: { 200: pageAnswer({ sources: Type.Array(view) }) },
    errors: [400],
    handle: async ({ ctx, query }) => ({ data: await listSources(ctx, query) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/sources/approve',
    operationId: 'approveCosts',
    tag,
    summary: 'Take costs that have jumped',
    description:
      'A cost that changes by more than 20 % waits: the one before stays in force, and after a rise nothing is ordered from the source. Named with the cost that was seen; one that is listed at another by now is left alone (`not_waiting`). In force at once on this node, within 5 s elsewhere. Prices of bundles stay.',
    body: Type.Object({
      sources: Type.Array(
        Type.Object({
          id: text(300),
          cost: Type.Number({ minimum: 0, description: 'of `offered`, major units' }),
          currency: text(3),
        }),
        { minItems: 1, maxItems: MAX_APPROVED },
      ),
    }),
    answers: {
      200: answer({
        approved: Type.Array(Type.String()),
        not_waiting: Type.Array(Type.String()),
      }),
    },
    errors: [400],
    example: { sources: [{ id: 'src_airalo-main_kallur-7days-1gb', cost: 3.5, currency: 'USD' }] },
    handle: async ({ ctx, actor, body }) => ({
      data: await approveCosts(ctx, actor, body.sources),
    }),
  }),
];
