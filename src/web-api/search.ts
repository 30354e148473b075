/** One field that finds what a partner has. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { FOUND_KINDS, search as find } from '../domain/search/search.ts';
import { seenBy } from './people.ts';
import { byPartner } from './shapes.ts';

export const search: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/search',
    operationId: 'search',
    tag: 'Search',
    summary: 'Bookings, travelers, codes, eSIMs and events that a word names',
    description:
      "By the beginning of a reference, an external user id, an address or a code; by an eSIM's number or its last digits (four at least); by any id of ours. Who may not read of people finds nobody by address.",
    permission: 'bookings.read',
    params: byPartner,
    query: Type.Object({ q: text(200) }),
    answers: {
      200: answer({
        found: Type.Array(
          answer({
            kind: oneOf(FOUND_KINDS),
            id: Type.String(),
            title: Type.String(),
            note: nullable(Type.String()),
            traveler_id: nullable(Type.String()),
          }),
        ),
      }),
    },
    errors: [400],
    handle: async ({ ctx, partner, permissions, shown, query }) => ({
      data: seenBy(shown, {
        found: await find(ctx, partner.id, query.q, permissions.has('people.read')),
      }),
    }),
  }),
];
