/** What an operator brings in as a file: the catalog, promo codes of old, a list of devices. */
import { Type } from 'typebox';
import { importCodes } from '../../domain/promo-codes/import-codes.ts';
import { compareCatalog } from '../../domain/catalog/compare-catalog.ts';
import { exportCatalog, importCatalog } from '../../domain/catalog/csv/import-catalog.ts';
import { importDevices } from '../../domain/device-models/import-devices.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import { CSV_TYPE } from '../../http/media-type.ts';
import { asCsv } from './as-csv.ts';

const byId = Type.Object({ id: text(128) });
const tag = 'Operator';

const line = { id: Type.String(), destination: Type.String(), label: Type.String() };
const prices = Type.Object({
  b2b_price: Type.Number({ description: 'net, major units' }),
  b2c_price: Type.Number({ description: 'recommended, major units' }),
  currency: Type.String(),
});
const lines = Type.Array(Type.Object(line), { description: 'the first 500' });
const priced = Type.Array(Type.Object({ ...line, before: prices, after: prices }), {
  description: 'the first 500',
});

export const operatorImports: Route[] = [
  operatorRoute({
    method: 'POST',
    url: '/api/operator/catalog/import',
    operationId: 'importCatalog',
    tag,
    summary: 'Replace the catalog',
    consumes: CSV_TYPE,
    bodyLimit: 64 * 1024 * 1024,
    description:
      'The file of docs/catalog-csv.md as `text/csv`. A broken file is refused whole, with every bad row in details.',
    body: Type.String(),
    answers: {
      200: answer({
        version: Type.Integer(),
        destinations: Type.Integer(),
        bundles: Type.Integer(),
      }),
    },
    errors: [400, 413, 415],
    handle: async ({ ctx, actor, body }) => ({
      data: await importCatalog(ctx, actor, asCsv(body)),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/catalog/compare',
    operationId: 'compareCatalog',
    tag,
    summary: 'What an import would change',
    consumes: CSV_TYPE,
    bodyLimit: 64 * 1024 * 1024,
    description:
      'The same file and the same checks as an import; nothing is stored. Bundles on sale now and afterwards: new, gone, dearer, cheaper, and changed in something else than the price.',
    body: Type.String(),
    answers: {
      200: answer({
        bundles: Type.Integer(),
        destinations: Type.Integer(),
        counts: Type.Record(Type.String(), Type.Integer()),
        new: lines,
        gone: lines,
        dearer: priced,
        cheaper: priced,
        changed: lines,
      }),
    },
    errors: [400, 413, 415],
    handle: async ({ ctx, body }) => ({ data: await compareCatalog(ctx, asCsv(body)) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/catalog/export',
    operationId: 'exportCatalog',
    tag,
    summary: 'The catalog as CSV',
    answers: { 200: answer({ csv: Type.String() }) },
    handle: async ({ ctx }) => ({ data: { csv: exportCatalog(ctx) } }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners/:id/promo-codes/import',
    operationId: 'importPromoCodes',
    tag,
    summary: "Import a partner's existing promo codes",
    consumes: CSV_TYPE,
    bodyLimit: 32 * 1024 * 1024,
    description:
      'The file of docs/promo-codes.md as `text/csv`. Refused whole when a line is wrong, with every bad one in details; codes that are there already are skipped.',
    params: byId,
    body: Type.String(),
    answers: { 200: answer({ imported: Type.Integer(), skipped: Type.Integer() }) },
    errors: [400, 404, 413, 415],
    handle: async ({ ctx, actor, params, body }) => ({
      data: await importCodes(ctx, actor, params.id, asCsv(body)),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/devices/import',
    operationId: 'importDevices',
    tag,
    summary: 'A bigger list of devices',
    consumes: CSV_TYPE,
    bodyLimit: 32 * 1024 * 1024,
    description:
      'The file of docs/devices.md as `text/csv`, over the shipped list and in place of the one imported before. Refused whole when a line is wrong, with every bad one in details. In force everywhere within 5 s.',
    body: Type.String(),
    answers: {
      200: answer({
        imported: Type.Integer(),
        devices: Type.Integer({ description: 'in force now' }),
        version: Type.String(),
      }),
    },
    errors: [400, 413, 415],
    handle: async ({ ctx, actor, body }) => ({
      data: await importDevices(ctx, actor, asCsv(body)),
    }),
  }),
];
