/** /api/promo-code-batches: promo codes of no booking, made or imported together. */
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { codesFile, listBatchCodes } from '../domain/promo-codes/batches/batch-codes.ts';
import { cancelBatch } from '../domain/promo-codes/batches/cancel-batch.ts';
import { listBatches, readBatch } from '../domain/promo-codes/batches/list-batches.ts';
import { importBatch, makeBatch } from '../domain/promo-codes/batches/make-batch.ts';
import { batchSheets } from '../domain/promo-codes/sheets/sheets.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { partnerRoute } from './callers/partner.ts';
import {
  batchAnswer,
  batchBody,
  batchCancelled,
  batchDetails,
  batchesAnswer,
  batchesQuery,
  batchImported,
  codesAnswer,
  codesFilter,
  codesQuery,
  importQuery,
} from './reference/schemas/code-batches.ts';
import { text } from './reference/schemas/shapes.ts';
import { asCsv } from './operator/as-csv.ts';
import { csvFile } from './route/csv-file.ts';
import type { Route } from './route/route.ts';

const tag = 'Promo codes';
const url = '/api/promo-code-batches';
const params = Type.Object({ id: text(128) });

export const codeBatches: Route[] = [
  partnerRoute({
    method: 'POST',
    url,
    operationId: 'createCodeBatch',
    tag,
    summary: 'Make promo codes',
    description:
      'Up to 10 000, all for the same package, which is named as in a booking. Each has a claim link. The name is the batch’s own: the same request sent twice makes it once.',
    body: batchBody,
    example: {
      name: 'Summer 2030',
      count: 100,
      valid_until: '2030-12-31',
      destination: 'GR',
      size: '1GB',
    },
    answers: { 201: batchAnswer },
    errors: [400],
    handle: async ({ ctx, actor, partner, body }) => ({
      status: 201,
      data: await makeBatch(ctx, actor, partner, body),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: `${url}/import`,
    operationId: 'importCodeBatch',
    tag,
    summary: 'Import promo codes that you have handed out',
    description:
      'The file of docs/promo-codes.md as `text/csv`, up to 10 000 codes. Refused whole where a line is wrong, with every bad one in details; codes that are there already are skipped.',
    query: importQuery,
    body: Type.String(),
    consumes: CSV_TYPE,
    bodyLimit: 2 * 1024 * 1024,
    example: 'code,valid_until,destination,size\nSUMMER-1,2030-12-31,GR,1GB\n',
    answers: { 201: batchImported },
    errors: [400, 413, 415],
    handle: async ({ ctx, actor, partner, query, body }) => ({
      status: 201,
      data: await importBatch(ctx, actor, partner, { ...query, csv: asCsv(body) }),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url,
    operationId: 'listCodeBatches',
    tag,
    summary: 'List batches of promo codes, newest first',
    query: batchesQuery,
    answers: { 200: batchesAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await listBatches(ctx, partner, query) }),
  }),
  partnerRoute({
    method: 'GET',
    url: `${url}/:id`,
    operationId: 'getCodeBatch',
    tag,
    summary: 'Read a batch, with how many of its codes are used',
    params,
    answers: { 200: batchDetails },
    errors: [404],
    handle: async ({ ctx, partner, params: { id } }) => ({
      data: await readBatch(ctx, partner, id),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: `${url}/:id/cancel`,
    operationId: 'cancelCodeBatch',
    tag,
    summary: 'Cancel the open codes of a batch',
    description:
      'Those that nobody has claimed or redeemed are no longer valid, and neither are their links. Codes that are claimed, redeemed or just being redeemed stay as they are. Asked again, it cancels what has been left and else nothing. It cannot be taken back.',
    params,
    answers: { 200: batchCancelled },
    errors: [404],
    handle: async ({ ctx, actor, partner, params: { id } }) => ({
      data: await cancelBatch(ctx, actor, partner, id),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: `${url}/:id/codes`,
    operationId: 'listBatchCodes',
    tag,
    summary: 'List the codes of a batch',
    params,
    query: codesQuery,
    answers: { 200: codesAnswer },
    errors: [400, 404],
    handle: async ({ ctx, partner, params: { id }, query }) => ({
      data: await listBatchCodes(ctx, partner, id, query),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: `${url}/:id/codes.csv`,
    operationId: 'exportBatchCodes',
    tag,
    summary: 'The codes of a batch as a file',
    params,
    query: codesFilter,
    answers: {},
    errors: [400, 404],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, params: { id }, query: { state } }) =>
      csvFile('promo-codes.csv', await codesFile(ctx, partner, id, state)),
  }),
  partnerRoute({
    method: 'GET',
    url: `${url}/:id/sheets.pdf`,
    operationId: 'getBatchSheets',
    tag,
    summary: 'The codes of a batch as sheets to print and cut',
    description:
      'A4, 18 codes on each page: the claim link as a QR code, the code, what it is for and until when. Only those that nobody has claimed.',
    params,
    answers: {},
    errors: [404],
    produces: 'application/pdf',
    handle: async ({ ctx, partner, params: { id } }) => ({
      raw: Readable.from(await batchSheets(ctx, partner, id), { objectMode: false }),
      headers: { 'content-disposition': 'attachment; filename="promo-codes.pdf"' },
    }),
  }),
];
