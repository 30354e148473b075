/** What travelers ask of a partner's people, on the screens and as a file; and handing it on. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import {
  statusesOf,
  supportAnswer,
  supportFilter,
  supportPages,
} from '../api/reference/schemas/support.ts';
import { oneOf, text } from '../api/reference/schemas/shapes.ts';
import { csvPages, type CsvColumn } from '../api/route/csv-file.ts';
import { inLanguage, inLanguages } from '../api/route/in-language.ts';
import { pageAnswer } from '../api/route/paging.ts';
import { PERSONAL } from '../domain/audit/mask.ts';
import type { Permission } from '../domain/members/permissions.ts';
import { escalateRequest, LEVELS } from '../domain/support/escalate-request.ts';
import { listRequests, REQUESTS_PAGE } from '../domain/support/list-requests.ts';
import type { RequestView } from '../domain/support/request-view.ts';
import { showRequest } from '../domain/support/show-request.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { seenBy } from './people.ts';
import { byPartner } from './shapes.ts';

const tag = 'Support';
const permission = 'bookings.read';
const url = '/web-api/partners/:partner/support-requests';
const byRequest = Type.Object({ partner: text(128), id: text(128) });

/** What a traveler wrote may tell anything of them: masked whole, the subject being made of it. */
const shownTo = (shown: ReadonlySet<Permission>, view: RequestView): RequestView =>
  shown.has('people.read') ? view : { ...seenBy(shown, view), subject: PERSONAL, body: PERSONAL };

/** Without what a traveler wrote. */
const COLUMNS: CsvColumn<RequestView>[] = [
  ...(['id', 'traveler_id', 'external_user_id', 'status', 'symptom', 'locale'] as const).map(
    (name): CsvColumn<RequestView> => [name, (row) => row[name]],
  ),
  [
    'device',
    ({ context: { device_model, os, os_version } }) =>
      [device_model, os, os_version].filter((part) => part !== null).join(' '),
  ],
  ['esim_status', ({ context }) => context.esim_status],
  ['package_status', ({ context }) => context.package_status],
  ['created_at', (row) => row.created_at],
  ['updated_at', (row) => row.updated_at],
];

export const supportRequests: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url,
    operationId: 'listPartnerSupportRequests',
    tag,
    summary: 'Support requests, newest first',
    description: 'What travelers wrote is masked until the member has asked to see people.',
    permission,
    params: byPartner,
    query: Type.Object({ ...supportFilter, ...supportPages }),
    answers: { 200: pageAnswer({ support_requests: Type.Array(supportAnswer) }) },
    errors: [400],
    async handle({ ctx, partner, shown, query: { status, ...query } }) {
      const { support_requests: found, next_cursor } = await listRequests(ctx, partner, {
        ...query,
        status: statusesOf(status),
      });
      const data = { support_requests: found.map((view) => shownTo(shown, view)), next_cursor };
      return { data, ...inLanguages(found.map(({ locale }) => locale)) };
    },
  }),
  memberRoute({
    method: 'GET',
    url: `${url}.csv`,
    operationId: 'getPartnerSupportRequestsCsv',
    tag,
    summary: 'The same as a file',
    description: 'What travelers wrote in their own words is not in it.',
    permission,
    params: byPartner,
    query: Type.Object(supportFilter),
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: ({ ctx, partner, shown, query: { status } }) =>
      csvPages('support-requests.csv', COLUMNS, async (cursor) => {
        const { support_requests: found, next_cursor } = await listRequests(ctx, partner, {
          status: statusesOf(status),
          cursor,
          limit: REQUESTS_PAGE.most,
        });
        return { rows: seenBy(shown, found), next_cursor };
      }),
  }),
  memberRoute({
    method: 'GET',
    url: `${url}/:id`,
    operationId: 'getPartnerSupportRequest',
    tag,
    summary: 'One support request, with what was answered',
    permission,
    params: byRequest,
    answers: { 200: supportAnswer },
    errors: [404],
    async handle({ ctx, partner, shown, params: { id } }) {
      const data = shownTo(shown, await showRequest(ctx, partner.id, id));
      return { data, ...inLanguage(data.locale) };
    },
  }),
  memberRoute({
    method: 'POST',
    url: `${url}/:id/escalate`,
    operationId: 'escalatePartnerSupportRequest',
    tag,
    summary: 'Hand a support request on',
    description:
      '`to`: the partner’s own people, or the operator. What lies there or further already is answered as it is.',
    permission: 'bookings.act',
    params: byRequest,
    body: Type.Object({ to: oneOf(LEVELS) }, { additionalProperties: true }),
    answers: { 200: supportAnswer },
    errors: [400, 404, 409, 413, 415],
    example: { to: 'operator' },
    async handle({ ctx, actor, partner, shown, params: { id }, body: { to } }) {
      const data = await escalateRequest(ctx, partner, id, { to, by: actor });
      return { data: shownTo(shown, data), ...inLanguage(data.locale) };
    },
  }),
];
