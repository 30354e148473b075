/** Bookings from a file on the screens, and as one. */
import { Type } from 'typebox';
import { bookingFilters, plainQuery } from '../api/reference/schemas/booking-query.ts';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import {
  FILE_MS,
  importAnswer,
  importMade,
  importQuery,
  importsAnswer,
  importsQuery,
  mapBody,
  MAX_FILE,
} from '../api/reference/schemas/imports.ts';
import { text } from '../api/reference/schemas/shapes.ts';
import { csvFile, demandFile } from '../api/route/csv-file.ts';
import { exportBookings } from '../domain/bookings/export-bookings.ts';
import { cancelImport, mapImport, runImport } from '../domain/imports/change-import.ts';
import { createImport } from '../domain/imports/create-import.ts';
import { listImports } from '../domain/imports/list-imports.ts';
import { readImport } from '../domain/imports/read-import.ts';
import { resultFile } from '../domain/imports/result-file.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import type { Permission } from '../domain/members/permissions.ts';
import { seenBy } from './people.ts';
import { byPartner } from './shapes.ts';

const tag = 'Imports';
const permission = 'bookings.act';
type Shown = ReadonlySet<Permission>;
/** What is wrong with a row may quote it. The names of columns stay: they are what is mapped. */
const importSeenBy = <T extends { errors: unknown }>(shown: Shown, view: T): T => ({
  ...view,
  errors: seenBy(shown, view.errors),
});

const byImport = Type.Object({ partner: text(128), id: text(128) });

export const imports: PrivateRoute[] = [
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/imports',
    operationId: 'createPartnerImport',
    tag,
    summary: 'Send a file of bookings, to be checked in the background',
    permission,
    params: byPartner,
    query: importQuery,
    body: Type.String(),
    consumes: CSV_TYPE,
    takesFile: true,
    bodyLimit: MAX_FILE,
    bodyMs: FILE_MS,
    answers: { 202: importMade },
    errors: [400, 413, 415],
    handle: async ({ ctx, actor, partner, query, file }) => ({
      status: 202,
      data: await createImport(ctx, actor, partner, { ...query, chunks: demandFile(file) }),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/imports',
    operationId: 'listPartnerImports',
    tag,
    summary: 'Imports of the last 30 days, newest first',
    permission,
    params: byPartner,
    query: importsQuery,
    answers: { 200: importsAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await listImports(ctx, partner, query) }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/imports/:id',
    operationId: 'getPartnerImport',
    tag,
    summary: 'How far an import is, and what is wrong with its rows',
    permission,
    params: byImport,
    answers: { 200: importAnswer },
    handle: async ({ ctx, partner, shown, params: { id } }) => ({
      data: importSeenBy(shown, await readImport(ctx, partner, id)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/imports/:id/result.csv',
    operationId: 'getPartnerImportResult',
    tag,
    summary: 'Each row of the file with what became of it',
    permission,
    params: byImport,
    answers: {},
    produces: CSV_TYPE,
    async handle({ ctx, partner, params: { id } }) {
      const { name, texts } = await resultFile(ctx, partner, id);
      return csvFile(name, texts);
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/imports/:id/run',
    operationId: 'runPartnerImport',
    tag,
    summary: 'Book the good rows, in the background',
    permission,
    params: byImport,
    answers: { 200: importAnswer },
    errors: [409],
    handle: async ({ ctx, actor, partner, shown, params: { id } }) => ({
      data: importSeenBy(shown, await runImport(ctx, actor, partner, id)),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/imports/:id/cancel',
    operationId: 'cancelPartnerImport',
    tag,
    summary: 'Stop an import; what is booked stays booked',
    permission,
    params: byImport,
    answers: { 200: importAnswer },
    errors: [409],
    handle: async ({ ctx, actor, partner, shown, params: { id } }) => ({
      data: importSeenBy(shown, await cancelImport(ctx, actor, partner, id)),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/imports/:id/map',
    operationId: 'mapPartnerImport',
    tag,
    summary: 'Map the columns anew, and check all rows again',
    permission,
    params: byImport,
    body: mapBody,
    answers: { 200: importAnswer },
    errors: [400, 409],
    handle: async ({ ctx, actor, partner, shown, params: { id }, body }) => ({
      data: importSeenBy(shown, await mapImport(ctx, actor, partner, id, body.map)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/exports/bookings.csv',
    operationId: 'exportPartnerBookings',
    tag,
    summary: 'Bookings as a file, by the filters of their list',
    description: 'Addresses in it are masked until the member has asked to see people.',
    permission,
    params: byPartner,
    query: bookingFilters,
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, shown, query }) =>
      csvFile(
        'bookings.csv',
        await exportBookings(ctx, partner, plainQuery(query), (booking) => seenBy(shown, booking)),
      ),
  }),
];
