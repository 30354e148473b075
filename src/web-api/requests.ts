/** What a partner's servers asked for, on the screens and as a file. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import {
  errorRange,
  errorsAnswer,
  requestAnswer,
  requestFilters,
  requestQuery,
  requestsAnswer,
} from '../api/reference/schemas/requests.ts';
import { text } from '../api/reference/schemas/shapes.ts';
import { requestsShown, requestsWhose } from '../api/route/shown-requests.ts';
import { csvTable } from '../api/route/csv-file.ts';
import type { RawAnswer } from '../api/route/route.ts';
import type { Context } from '../context.ts';
import type { Permission } from '../domain/members/permissions.ts';
import { listErrors } from '../domain/requests/list-errors.ts';
import { allRequests, listRequests } from '../domain/requests/list-requests.ts';
import type { RequestView, Shown } from '../domain/requests/request-view.ts';
import { showRequest } from '../domain/requests/show-request.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { seesBodies } from './people.ts';
import { byPartner } from './shapes.ts';

const tag = 'Requests';
const byRequest = Type.Object({ partner: text(128), id: text(128) });

const shownTo = (ctx: Context, shown: ReadonlySet<Permission>): Shown =>
  requestsShown(ctx, seesBodies(shown));

export const requests: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/requests',
    operationId: 'listPartnerRequests',
    tag,
    summary: "What the partner's servers asked for, newest first",
    permission: 'logs.read',
    params: byPartner,
    query: requestQuery,
    answers: { 200: requestsAnswer },
    errors: [400],
    handle: async ({ ctx, partner, shown, query }) => ({
      data: await listRequests(ctx, requestsWhose(partner), query, shownTo(ctx, shown)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/requests.csv',
    operationId: 'getPartnerRequestsCsv',
    tag,
    summary: 'The same as a file',
    permission: 'logs.read',
    params: byPartner,
    query: requestFilters,
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, shown, query }) =>
      file(await allRequests(ctx, requestsWhose(partner), query, shownTo(ctx, shown))),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/requests/errors',
    operationId: 'listPartnerRequestErrors',
    tag,
    summary: 'What went wrong, one line for each kind of error',
    permission: 'logs.read',
    params: byPartner,
    query: errorRange,
    answers: { 200: errorsAnswer },
    errors: [400],
    handle: async ({ ctx, partner, shown, query }) => ({
      data: await listErrors(ctx, requestsWhose(partner), query, shownTo(ctx, shown)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/requests/:id',
    operationId: 'getPartnerRequest',
    tag,
    summary: 'One request, with what was sent and answered',
    permission: 'logs.read',
    params: byRequest,
    answers: { 200: requestAnswer },
    errors: [404],
    handle: async ({ ctx, partner, shown, params }) => ({
      data: await showRequest(ctx, partner.id, params.id, shownTo(ctx, shown)),
    }),
  }),
];

const COLUMNS = [
  'id',
  'request_id',
  'at',
  'method',
  'path',
  'operation_id',
  'route',
  'status',
  'error_type',
  'duration_ms',
  'key_id',
  'ip',
  'request_bytes',
  'response_bytes',
] as const satisfies (keyof RequestView)[];

const file = (requests: readonly RequestView[]): RawAnswer =>
  csvTable(
    'requests.csv',
    COLUMNS,
    requests.map((one) => COLUMNS.map((name) => one[name])),
  );
