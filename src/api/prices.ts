/** /api/prices: what a partner pays for each bundle, and what it asks of its travelers. */
import { Type } from 'typebox';
import { listPrices } from '../domain/partners/own-prices/list-prices.ts';
import {
  importPrices,
  PRICE_COLUMNS,
  pricesTable,
} from '../domain/partners/own-prices/prices-file.ts';
import { putOwnPrices, readOwnPrices } from '../domain/partners/own-prices/put-prices.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { partnerRoute } from './callers/partner.ts';
import {
  priceFileAnswer,
  priceFileQuery,
  priceFilters,
  pricesAnswer,
  pricesBody,
  pricesChanged,
  pricesQuery,
} from './reference/schemas/prices.ts';
import { asCsv } from './operator/as-csv.ts';
import { csvTable } from './route/csv-file.ts';
import type { Route } from './route/route.ts';

const tag = 'Prices';

export const prices: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/prices',
    operationId: 'listPrices',
    tag,
    summary: 'List what is on sale, with its prices',
    description:
      'Every bundle that you can book: its net price, the recommended one, and yours. By destination, then from the smallest to the largest.',
    query: pricesQuery,
    answers: { 200: pricesAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: listPrices(ctx, partner, query) }),
  }),
  partnerRoute({
    method: 'PUT',
    url: '/api/prices',
    operationId: 'putPrices',
    tag,
    summary: 'Set prices of your own',
    description:
      'They take the place of the recommended price: in `b2c_price` everywhere, frozen on what is booked from now on, and in the store, where it is at least the net price. Bundles that are not named stay as they are.',
    body: pricesBody,
    bodyLimit: 2 * 1024 * 1024,
    example: { prices: [{ bundle_id: 'pkg_grc_1gb_365d', own_price: 4.5 }] },
    answers: { 200: pricesChanged },
    errors: [400, 413],
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await putOwnPrices(ctx, actor, partner.id, readOwnPrices(ctx, body.prices)),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/prices.csv',
    operationId: 'exportPrices',
    tag,
    summary: 'The same as a file',
    query: priceFilters,
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, query }) =>
      csvTable('prices.csv', PRICE_COLUMNS, pricesTable(ctx, partner, query)),
  }),
  partnerRoute({
    method: 'PUT',
    url: '/api/prices.csv',
    operationId: 'importPrices',
    tag,
    summary: 'Set prices of your own by a file',
    description:
      'The file of `GET /api/prices.csv` with `own_price` filled in; an empty cell takes your price off. Only `bundle_id` and `own_price` are needed, bundles that are not in it stay. Refused whole where a line is wrong, with every bad one in details.',
    query: priceFileQuery,
    body: Type.String(),
    consumes: CSV_TYPE,
    bodyLimit: 4 * 1024 * 1024,
    example: 'bundle_id,own_price\npkg_grc_1gb_365d,4.50\n',
    answers: { 200: priceFileAnswer },
    errors: [400, 413, 415],
    handle: async ({ ctx, actor, partner, query, body }) => ({
      data: await importPrices(ctx, actor, partner, asCsv(body), query.dry_run === true),
    }),
  }),
];
