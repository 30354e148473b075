/** /api/requests: what the partner's servers asked for and were told. */
import { Type } from 'typebox';
import { listErrors } from '../domain/requests/list-errors.ts';
import { listRequests } from '../domain/requests/list-requests.ts';
import { showRequest } from '../domain/requests/show-request.ts';
import { partnerRoute } from './callers/partner.ts';
import {
  errorRange,
  errorsAnswer,
  requestAnswer,
  requestQuery,
  requestsAnswer,
} from './reference/schemas/requests.ts';
import { text } from './reference/schemas/shapes.ts';
import { MAY_BE_SHORT } from './route/paging.ts';
import type { Route } from './route/route.ts';
import { requestsShown, requestsWhose } from './route/shown-requests.ts';

const tag = 'Account';
const MASKED = 'Who travelers are is masked unless the key has the scope `travelers`.';

export const requests: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/requests',
    operationId: 'listRequests',
    tag,
    summary: 'What your servers asked for, newest first',
    description: `Requests that your keys have signed, and those whose signature or scope was not good though they name one of your keys; a second or two after their answers. ${MASKED} ${MAY_BE_SHORT}`,
    query: requestQuery,
    answers: { 200: requestsAnswer },
    errors: [400],
    handle: async ({ ctx, partner, scopes, query }) => ({
      data: await listRequests(
        ctx,
        requestsWhose(partner),
        query,
        requestsShown(ctx, scopes.has('travelers')),
      ),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/requests/errors',
    operationId: 'listRequestErrors',
    tag,
    summary: 'What went wrong, one line for each kind of error',
    description: 'Counted by the hour; of the last seven days unless `from` says otherwise.',
    query: errorRange,
    answers: { 200: errorsAnswer },
    errors: [400],
    handle: async ({ ctx, partner, scopes, query }) => ({
      data: await listErrors(
        ctx,
        requestsWhose(partner),
        query,
        requestsShown(ctx, scopes.has('travelers')),
      ),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/requests/:id',
    operationId: 'getRequest',
    tag,
    summary: 'One request, with what was sent and answered',
    description: `By its id, or by the \`x-request-id\` that it came with, and of several of that name the newest. Of bodies 8 KiB are kept. ${MASKED}`,
    params: Type.Object({ id: text(128) }),
    answers: { 200: requestAnswer },
    errors: [404],
    handle: async ({ ctx, partner, scopes, params }) => ({
      data: await showRequest(
        ctx,
        partner.id,
        params.id,
        requestsShown(ctx, scopes.has('travelers')),
      ),
    }),
  }),
];
