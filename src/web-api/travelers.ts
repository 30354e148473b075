/** Travelers on the screens: the list, one of them, and what happened to them. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { text } from '../api/reference/schemas/shapes.ts';
import {
  linkedTimelineAnswer,
  travelerAnswer,
  travelersAnswer,
  travelersQuery,
} from '../api/reference/schemas/travelers.ts';
import { csvFile } from '../api/route/csv-file.ts';
import { keptRequests } from '../domain/requests/kept-requests.ts';
import { findTravelers } from '../domain/travelers/find-travelers.ts';
import { exportTravelers } from '../domain/travelers/export-travelers.ts';
import { showTraveler } from '../domain/travelers/show-traveler.ts';
import { timeline } from '../domain/travelers/timeline/timeline.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { seenBy } from './people.ts';
import { byPartner } from './shapes.ts';

const tag = 'Travelers';
const permission = 'bookings.read';
const byTraveler = Type.Object({ partner: text(128), id: text(100) });

export const travelers: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/travelers',
    operationId: 'listPartnerTravelers',
    tag,
    summary: 'List travelers, newest first, or find them',
    description: 'Who may not read of people is shown masked ones, and finds nobody by address.',
    permission,
    params: byPartner,
    query: travelersQuery,
    answers: { 200: travelersAnswer },
    errors: [400],
    async handle({ ctx, partner, permissions, shown, query }) {
      const isHidden = query.q?.includes('@') === true && !permissions.has('people.read');
      const data = isHidden
        ? { travelers: [], next_cursor: null }
        : await findTravelers(ctx, partner.id, query);
      return { data: seenBy(shown, data) };
    },
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/travelers/:id',
    operationId: 'getPartnerTraveler',
    tag,
    summary: 'A traveler: bookings, entitlements, eSIMs and packages',
    permission,
    params: byTraveler,
    answers: { 200: travelerAnswer },
    handle: async ({ ctx, partner, shown, params: { id } }) => ({
      data: seenBy(shown, await showTraveler(ctx, partner.id, id)),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/travelers/:id/timeline',
    operationId: 'getPartnerTimeline',
    tag,
    summary: 'What happened to a traveler, from booking to bytes',
    permission,
    params: byTraveler,
    answers: { 200: linkedTimelineAnswer },
    async handle({ ctx, partner, shown, params: { id } }) {
      const told = await timeline(ctx, partner.id, id);
      const ids = new Set(told.items.flatMap(({ request_id }) => request_id ?? []));
      const kept = await keptRequests(ctx, partner.id, [...ids]);
      const log = { kept, days: ctx.config.requestLogDays };
      return { data: { ...seenBy(shown, told), log } };
    },
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/exports/travelers.csv',
    operationId: 'exportPartnerTravelers',
    tag,
    summary: 'Travelers as a file, by the word of their list',
    permission: 'people.read',
    params: byPartner,
    query: Type.Pick(travelersQuery, ['q']),
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, actor, partner, query: { q } }) =>
      csvFile('travelers.csv', await exportTravelers(ctx, actor, partner, q)),
  }),
];
