/** A partner's travelers, and what happened to each. */
import { Type } from 'typebox';
import { eraseTraveler } from '../domain/erasing/erase-traveler.ts';
import { exportTraveler } from '../domain/erasing/export-traveler.ts';
import { findTravelers } from '../domain/travelers/find-travelers.ts';
import { exportTravelers } from '../domain/travelers/export-travelers.ts';
import { showTraveler } from '../domain/travelers/show-traveler.ts';
import { timeline } from '../domain/travelers/timeline/timeline.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { partnerRoute } from './callers/partner.ts';
import { text } from './reference/schemas/shapes.ts';
import {
  erasureAnswer,
  timelineAnswer,
  travelerAnswer,
  travelerExportAnswer,
  travelersAnswer,
  travelersQuery,
} from './reference/schemas/travelers.ts';
import { csvFile } from './route/csv-file.ts';
import type { Route } from './route/route.ts';

const tag = 'Travelers';
const params = Type.Object({ id: text(100, { description: "Hubby's id: `usr_…`" }) });

export const travelers: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/travelers',
    operationId: 'listTravelers',
    tag,
    summary: 'List travelers, newest first, or find them',
    query: travelersQuery,
    answers: { 200: travelersAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await findTravelers(ctx, partner.id, query),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/travelers/:id',
    operationId: 'getTraveler',
    tag,
    summary: 'Read a traveler: bookings, entitlements, eSIMs and packages',
    description: 'Of each the newest 200. No activation codes: those are of the native endpoints.',
    params,
    answers: { 200: travelerAnswer },
    errors: [404],
    handle: async ({ ctx, partner, params: { id } }) => ({
      data: await showTraveler(ctx, partner.id, id),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/travelers/:id/timeline',
    operationId: 'getTimeline',
    tag,
    summary: 'What happened to a traveler, from booking to bytes',
    description:
      'Bookings, mails, claims, eSIMs, packages, support and visits, each with the event that told you of it and how its delivery went, as long as events are kept (30 days).',
    params,
    answers: { 200: timelineAnswer },
    errors: [404],
    handle: async ({ ctx, partner, params: { id } }) => ({
      data: await timeline(ctx, partner.id, id),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/travelers/:id/export',
    operationId: 'exportTraveler',
    tag,
    summary: 'All that is known of a traveler, as one document',
    description:
      'What a person may ask for by law. Rows as they are stored, without activation codes and tokens. The audit log says who asked.',
    params,
    answers: { 200: travelerExportAnswer },
    errors: [404],
    handle: async ({ ctx, actor, partner, params: { id } }) => ({
      data: await exportTraveler(ctx, actor, partner, id),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/travelers/:id/erase',
    operationId: 'eraseTraveler',
    tag,
    summary: 'Erase a traveler',
    description:
      'Names, addresses, messages, sessions, support texts and what the request log and files of bookings hold of them go; bookings, amounts and usage stay under ids that name nobody. What they have not redeemed is given back, their eSIMs take nothing more. Again changes nothing; 409 `conflict` while a purchase is under way.',
    params,
    answers: { 200: erasureAnswer },
    errors: [404, 409],
    handle: async ({ ctx, actor, partner, params: { id } }) => ({
      data: await eraseTraveler(ctx, actor, partner, id),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/exports/travelers.csv',
    operationId: 'exportTravelers',
    tag,
    summary: 'Travelers as a file',
    description: 'By `q` of `GET /api/travelers`. The audit log says who asked.',
    query: Type.Pick(travelersQuery, ['q']),
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, actor, partner, query: { q } }) =>
      csvFile('travelers.csv', await exportTravelers(ctx, actor, partner, q)),
  }),
];
