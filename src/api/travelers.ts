/** A partner's travelers, and what happened to each. */
import { Type } from 'typebox';
import { findTravelers } from '../domain/travelers/find-travelers.ts';
import { showTraveler } from '../domain/travelers/show-traveler.ts';
import { timeline } from '../domain/travelers/timeline/timeline.ts';
import { partnerRoute } from './callers/partner.ts';
import { text } from './reference/schemas/shapes.ts';
import {
  timelineAnswer,
  travelerAnswer,
  travelersAnswer,
  travelersQuery,
} from './reference/schemas/travelers.ts';
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
];
