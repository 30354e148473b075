/** /api/operator/publishing-rules: sources become bundles with prices. */
import { Type } from 'typebox';
import { exportMarketPrices, importMarketPrices } from '../../domain/publishing/market-prices.ts';
import { previewPublishing } from '../../domain/publishing/preview.ts';
import { publish } from '../../domain/publishing/publish.ts';
import { listRules, putRule, removeRule } from '../../domain/publishing/rules.ts';
import { showPreview } from '../../domain/publishing/show-preview.ts';
import { showRule } from '../../domain/publishing/show-rule.ts';
import { CSV_TYPE } from '../../http/media-type.ts';
import { operatorRoute } from '../callers/operator.ts';
import { previewView, publishedView, ruleBody, ruleView } from '../reference/schemas/publishing.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import type { Route } from '../route/route.ts';
import { asCsv } from './as-csv.ts';

const tag = 'Operator';
const byName = Type.Object({
  name: Type.String({
    pattern: '^[a-z0-9-]{2,40}$',
    description: '2 to 40 lower-case letters, digits and -',
    examples: ['europe'],
  }),
});

export const operatorPublishing: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/publishing-rules',
    operationId: 'listPublishingRules',
    tag,
    summary: 'Rules by which sources become bundles',
    description: 'In the order in which they are asked. docs/publishing.md explains them.',
    answers: { 200: Type.Array(ruleView) },
    handle: async ({ ctx }) => ({ data: (await listRules(ctx)).map(showRule) }),
  }),
  operatorRoute({
    method: 'PUT',
    url: '/api/operator/publishing-rules/:name',
    operationId: 'putPublishingRule',
    tag,
    summary: 'Set a publishing rule',
    description: 'One of that name is replaced whole. Nothing changes until it is published.',
    params: byName,
    body: ruleBody,
    answers: { 200: ruleView },
    errors: [400],
    example: {
      destinations: ['countries'],
      types: ['data-limited'],
      sizes: ['1GB', '3GB', '5GB'],
      durations: [7, 30],
      margin: { percent: 40, minimum: 0.5 },
      floor: { amount: 0.3 },
      rounding: { net: '9', recommended: '99' },
      recommended: { percentile: 50, factor: 1.8 },
    },
    handle: async ({ ctx, actor, params, body }) => ({
      data: showRule(await putRule(ctx, actor, params.name, body)),
    }),
  }),
  operatorRoute({
    method: 'DELETE',
    url: '/api/operator/publishing-rules/:name',
    operationId: 'removePublishingRule',
    tag,
    summary: 'Remove a publishing rule',
    description: 'What it made leaves the catalog when it is published next.',
    params: byName,
    answers: { 200: answer({ name: Type.String() }) },
    errors: [400, 404],
    handle: async ({ ctx, actor, params }) => {
      await removeRule(ctx, actor, params.name);
      return { data: { name: params.name } };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/publishing-rules/preview',
    operationId: 'previewPublishing',
    tag,
    summary: 'What publishing would change, and its digest',
    description:
      'Bundles that would appear, change and vanish; sources that a price does not carry (`below_floor`), sources whose cost waits for approval, and bundles that a rule asks for and does not make. Stores nothing.',
    answers: { 200: previewView },
    errors: [409],
    handle: async ({ ctx }) => ({ data: showPreview(await previewPublishing(ctx)) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/publishing-rules/publish',
    operationId: 'publishCatalog',
    tag,
    summary: 'Publish what a preview said',
    description:
      'Takes the digest of a preview. 409 where a preview would say something else by now: nothing is published then. What queues have frozen stays as it is.',
    body: Type.Object({ digest: text(64) }),
    answers: { 200: publishedView },
    errors: [400, 409],
    handle: async ({ ctx, actor, body }) => ({ data: await publish(ctx, actor, body.digest) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/market-prices',
    operationId: 'importMarketPrices',
    tag,
    summary: "Competitors' prices, from which recommended prices are made",
    consumes: CSV_TYPE,
    bodyLimit: 32 * 1024 * 1024,
    description:
      'The file of docs/publishing.md as `text/csv`, in place of the one before. Refused whole when a line is wrong, with every bad one in details.',
    body: Type.String(),
    answers: { 200: answer({ imported: Type.Integer() }) },
    errors: [400, 413, 415],
    handle: async ({ ctx, actor, body }) => ({
      data: await importMarketPrices(ctx, actor, asCsv(body)),
    }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/market-prices',
    operationId: 'exportMarketPrices',
    tag,
    summary: "Competitors' prices as CSV",
    answers: { 200: answer({ csv: Type.String() }) },
    handle: async ({ ctx }) => ({ data: { csv: await exportMarketPrices(ctx) } }),
  }),
];
