/** /api/operator/suppliers/{name}/stock: profiles that an account at an SM-DP+ may order. */
import { Type } from 'typebox';
import { addStock, showStock } from '../../domain/suppliers/managing/stock.ts';
import { CSV_TYPE } from '../../http/media-type.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer, nullable, text } from '../reference/schemas/shapes.ts';
import { asCsv } from './as-csv.ts';

const byName = Type.Object({ name: text(40) });
const tag = 'Operator';
const count = (description: string) => Type.Integer({ minimum: 0, description });
const counts = {
  free: count('may be ordered'),
  taken: count('orders have them'),
  lost: count('the SM-DP+ would not give them, or their state is not certain'),
};

export const operatorSupplierStock: Route[] = [
  operatorRoute({
    method: 'POST',
    url: '/api/operator/suppliers/:name/stock',
    operationId: 'importSupplierStock',
    tag,
    summary: 'Add profiles to the stock list of an account at an SM-DP+',
    consumes: CSV_TYPE,
    bodyLimit: 32 * 1024 * 1024,
    description:
      'The file of docs/suppliers/es2plus.md as `text/csv`. Refused whole when a line is wrong, with every bad one in details. Profiles that orders have stay as they are, so the same file may come again; lost ones are tried once more.',
    params: byName,
    body: Type.String(),
    answers: {
      200: answer(
        {
          added: count('new in the list'),
          changed: count('free ones that it described otherwise, and lost ones'),
          skipped: count('as they were'),
        },
        { title: 'StockImport' },
      ),
    },
    errors: [400, 404, 409, 413, 415],
    handle: async ({ ctx, actor, params, body }) => ({
      data: await addStock(ctx, actor, params.name, asCsv(body)),
    }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/suppliers/:name/stock',
    operationId: 'showSupplierStock',
    tag,
    summary: 'How many profiles an account at an SM-DP+ has left',
    description: 'By state; as a whole, and by profile type and IMSI plan.',
    params: byName,
    answers: {
      200: answer(
        {
          ...counts,
          threshold: nullable(
            Type.Integer({ description: 'fewer free ones are an alarm; null = never' }),
          ),
          is_low: Type.Boolean(),
          groups: Type.Array(
            answer({
              profile_type: nullable(Type.String()),
              plan: nullable(Type.String({ description: 'the IMSI plan' })),
              ...counts,
            }),
          ),
        },
        { title: 'SupplierStock' },
      ),
    },
    errors: [404, 409],
    handle: async ({ ctx, params }) => ({ data: await showStock(ctx, params.name) }),
  }),
];
