/** /api/operator/rates: what other currencies are worth in the catalog's. */
import { Type } from 'typebox';
import { importRates } from '../../domain/catalog/rates/import-rates.ts';
import { listRates, RATES_PAGE, viewRate } from '../../domain/catalog/rates/list-rates.ts';
import { removeRate, setRate } from '../../domain/catalog/rates/set-rates.ts';
import { CSV_TYPE } from '../../http/media-type.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { pageAnswer, paging } from '../route/paging.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import { asCsv } from './as-csv.ts';

const tag = 'Operator';
const currency = text(3, { description: 'ISO 4217, in capitals', examples: ['USD'] });
const date = text(10, {
  format: 'date',
  description: 'UTC; from then on',
  examples: ['2027-01-31'],
});
const view = answer(
  {
    currency: Type.String(),
    to: Type.String({ description: "the catalog's currency" }),
    date: Type.String({ format: 'date' }),
    rate: Type.Number({ description: 'units of `to` for one of `currency`' }),
    is_in_force: Type.Boolean({
      description: 'the newest of its currency that is not of the future',
    }),
  },
  { title: 'Rate' },
);

export const operatorRates: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/rates',
    operationId: 'listRates',
    tag,
    summary: "What other currencies are worth in the catalog's",
    description: 'By currency, the newest first.',
    query: Type.Object({ currency: Type.Optional(currency), ...paging(RATES_PAGE, 40) }),
    answers: { 200: pageAnswer({ to: Type.String(), rates: Type.Array(view) }) },
    errors: [400],
    handle: async ({ ctx, query }) => ({ data: await listRates(ctx, query) }),
  }),
  operatorRoute({
    method: 'PUT',
    url: '/api/operator/rates',
    operationId: 'setRate',
    tag,
    summary: 'Set a rate',
    description:
      "To the catalog's currency, from a date on (default: today). The newest that is not of the future is in force; one of the same date is replaced. Costs of sources are converted by it, rounded up; a source without a rate is not used. In force at once on this node, within 5 s elsewhere.",
    body: Type.Object({
      currency,
      date: Type.Optional(date),
      rate: Type.Number({
        exclusiveMinimum: 0,
        description: "units of the catalog's currency for one of `currency`",
      }),
    }),
    answers: { 200: view },
    errors: [400],
    example: { currency: 'USD', date: '2027-01-31', rate: 0.9231 },
    handle: async ({ ctx, actor, body }) => ({
      data: viewRate(ctx, await setRate(ctx, actor, body)),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/rates/import',
    operationId: 'importRates',
    tag,
    summary: 'Set rates by a file',
    consumes: CSV_TYPE,
    bodyLimit: 8 * 1024 * 1024,
    description:
      'Columns `currency`, `rate` and, where it is not today, `date`, as `text/csv`. Refused whole when a line is wrong, with every bad one in details.',
    body: Type.String(),
    answers: { 200: answer({ imported: Type.Integer() }) },
    errors: [400, 413, 415],
    handle: async ({ ctx, actor, body }) => ({ data: await importRates(ctx, actor, asCsv(body)) }),
  }),
  operatorRoute({
    method: 'DELETE',
    url: '/api/operator/rates/:currency/:date',
    operationId: 'removeRate',
    tag,
    summary: 'Take a rate away',
    description:
      'The one before it is in force again. Without any, sources in that currency are not used.',
    params: Type.Object({ currency: text(3), date: text(10) }),
    answers: { 200: answer({ currency: Type.String(), date: Type.String() }) },
    errors: [404],
    handle: async ({ ctx, actor, params }) => ({
      data: await removeRate(ctx, actor, params.currency, params.date),
    }),
  }),
];
