/** /api/imports and /api/exports: bookings from a file, and as one. */
import { Type } from 'typebox';
import { exportBookings } from '../domain/bookings/export-bookings.ts';
import { cancelImport, mapImport, runImport } from '../domain/imports/change-import.ts';
import { createImport } from '../domain/imports/create-import.ts';
import { listImports } from '../domain/imports/list-imports.ts';
import { readImport } from '../domain/imports/read-import.ts';
import { resultFile } from '../domain/imports/result-file.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { bookingFilters, plainQuery } from './reference/schemas/booking-query.ts';
import { partnerRoute } from './callers/partner.ts';
import {
  FILE_MS,
  importAnswer,
  importMade,
  importQuery,
  importsAnswer,
  importsQuery,
  mapBody,
  MAX_FILE,
} from './reference/schemas/imports.ts';
import { text } from './reference/schemas/shapes.ts';
import { csvFile, demandFile } from './route/csv-file.ts';
import type { Route } from './route/route.ts';

const tag = 'Imports';
const params = Type.Object({ id: text(128) });

export const imports: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/imports',
    operationId: 'createImport',
    tag,
    summary: 'Send a file of bookings',
    description:
      'CSV in UTF-8 with a header, at most 32 MiB and 100 000 rows, there within 30 s: see docs/imports.md. It is kept, and its rows are checked in the background; nothing is booked before it is run.',
    query: importQuery,
    body: Type.String(),
    consumes: CSV_TYPE,
    takesFile: true,
    beginsKey: true,
    bodyLimit: MAX_FILE,
    bodyMs: FILE_MS,
    example:
      'booking_id,departure_date,external_user_id,destination,size\nTRIP-1,2030-07-15,ada,GR,1GB\n',
    answers: { 202: importMade },
    errors: [400, 409, 413, 415, 422, 503],
    handle: async ({ ctx, actor, partner, query, file, once }) => ({
      status: 202,
      data: await createImport(ctx, actor, partner, {
        ...query,
        chunks: demandFile(file),
        begin: once?.begin ?? null,
      }),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/imports',
    operationId: 'listImports',
    tag,
    summary: 'List imports, newest first',
    description: 'Of the last 30 days; older ones are forgotten with their rows.',
    query: importsQuery,
    answers: { 200: importsAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await listImports(ctx, partner, query) }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/imports/:id',
    operationId: 'getImport',
    tag,
    summary: 'How far an import is, and what is wrong with its rows',
    params,
    answers: { 200: importAnswer },
    errors: [404],
    handle: async ({ ctx, partner, params: { id } }) => ({
      data: await readImport(ctx, partner, id),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/imports/:id/result.csv',
    operationId: 'getImportResult',
    tag,
    summary: 'Each row of the file with what became of it',
    params,
    answers: {},
    errors: [404],
    produces: CSV_TYPE,
    async handle({ ctx, partner, params: { id } }) {
      const { name, texts } = await resultFile(ctx, partner, id);
      return csvFile(name, texts);
    },
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/imports/:id/run',
    operationId: 'runImport',
    tag,
    summary: 'Book the good rows',
    description:
      'In the background. Rows of one `booking_id` and departure are one booking; what is there already is not booked again.',
    params,
    answers: { 200: importAnswer },
    errors: [404, 409],
    handle: async ({ ctx, actor, partner, params: { id } }) => ({
      data: await runImport(ctx, actor, partner, id),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/imports/:id/cancel',
    operationId: 'cancelImport',
    tag,
    summary: 'Stop an import',
    description: 'What is booked stays booked.',
    params,
    answers: { 200: importAnswer },
    errors: [404, 409],
    handle: async ({ ctx, actor, partner, params: { id } }) => ({
      data: await cancelImport(ctx, actor, partner, id),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/imports/:id/map',
    operationId: 'mapImport',
    tag,
    summary: 'Map the columns anew, and check all rows again',
    description: 'The whole map: a field that it does not name is not read.',
    params,
    body: mapBody,
    example: { map: { booking_id: 'Reference', departure_date: 'Date', destination: 'Country' } },
    answers: { 200: importAnswer },
    errors: [400, 404, 409],
    handle: async ({ ctx, actor, partner, params: { id }, body }) => ({
      data: await mapImport(ctx, actor, partner, id, body.map),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/exports/bookings.csv',
    operationId: 'exportBookings',
    tag,
    summary: 'Bookings as a file',
    description:
      'By the filters of `GET /api/bookings`; a row for each package specification. It is no file to import: what was chosen stands in place of what was asked for.',
    query: bookingFilters,
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, query }) =>
      csvFile('bookings.csv', await exportBookings(ctx, partner, plainQuery(query))),
  }),
];
