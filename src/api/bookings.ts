import { Type } from 'typebox';
import type { Problem } from '../errors.ts';
import { cancelBooking, cancelByReference } from '../domain/bookings/changing/cancel-booking.ts';
import { createBooking } from '../domain/bookings/creating/create-booking.ts';
import type { Created } from '../domain/bookings/creating/created.ts';
import type { BookingInput } from '../domain/bookings/input.ts';
import { previewBooking } from '../domain/bookings/creating/preview-booking.ts';
import { BOOKINGS_PAGE, listBookings } from '../domain/bookings/list-bookings.ts';
import { getBooking } from '../domain/bookings/read-booking.ts';
import type { BookingPatch } from '../domain/bookings/changing/patch.ts';
import { updateBooking } from '../domain/bookings/changing/update-booking.ts';
import { BOOKING_FILTERS, plainQuery } from './reference/schemas/booking-query.ts';
import { asBooked } from './route/in-language.ts';
import { partnerRoute } from './callers/partner.ts';
import type { Answer, Route } from './route/route.ts';
import { answer, nullable, oneOf, text } from './reference/schemas/shapes.ts';
import { bookingAnswer, bookingBody, bookingPatch } from './reference/schemas/booking.ts';
import { invalid, MAX_DETAILS } from '../errors.ts';
import { cursorParameter, MAY_BE_SHORT, pageAnswer, pageLimit } from './route/paging.ts';

/** One booking, or under `x-api-version: 1.3` an array of it. */
const bookingOrArray = Type.Unsafe({ anyOf: [bookingAnswer, Type.Array(bookingAnswer)] });
const params = Type.Object({ id: text(250) });
const EXAMPLE = {
  booking_id: 'TRIP-1',
  departure_date: '2030-07-15',
  locale: 'es',
  package_specifications: [{ external_user_id: 'ada', destination: 'GR', size: '1GB' }],
};

const perPage = pageLimit(BOOKINGS_PAGE);

/**
 * Entries that the schema refused are left out of the planning, so that one answer names every
 * problem.
 */
function tolerated(
  body: BookingInput,
  problems: Problem[],
): { input: BookingInput; broken: Set<number> } {
  const broken = new Set(
    problems
      .flatMap(({ field }) => /^package_specifications\.(\d+)/.exec(field)?.[1] ?? [])
      .map(Number),
  );
  const top = new Set(problems.map(({ field }) => field.split('.')[0]!));
  if (problems.length === 0) return { input: body, broken };
  // With that many, not every broken entry is among them.
  if (
    typeof body !== 'object' ||
    body === null ||
    Array.isArray(body) ||
    problems.length >= MAX_DETAILS
  )
    throw invalid(problems);
  const entries = body.package_specifications;
  if (Array.isArray(entries) && entries.length > 500) throw invalid(problems);
  const input = Object.fromEntries(
    Object.entries(body).filter(([k]) => !top.has(k)),
  ) as BookingInput;
  return {
    input: { ...input, package_specifications: Array.isArray(entries) ? entries : [] },
    broken,
  };
}

export const bookings: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/bookings',
    operationId: 'createBooking',
    tag: 'Bookings',
    summary: 'Create a booking, or add to one',
    description:
      'Same `booking_id` and calendar date of departure = the same booking: new entries are added, entries already there are skipped. Answers 201 for a new booking, 200 for a merge. With the header `x-api-version: 1.3`, `data` is an array of one booking.',
    body: bookingBody,
    answers: { 201: bookingOrArray, 200: bookingOrArray },
    errors: [400, 409, 413, 415, 422, 503],
    tolerant: true,
    dropNulls: true,
    example: EXAMPLE,
    beginsKey: true,
    async handle({ ctx, partner, body, problems, once, headers }) {
      const { input, broken } = tolerated(body as BookingInput, problems);
      const answerOf = ({ created, booking, warnings }: Created): Answer => ({
        status: created ? 201 : 200,
        warnings,
        ...asBooked(partner, booking),
        data: headers['x-api-version'] === '1.3' ? [booking] : booking,
      });
      const made = await createBooking(ctx, partner, input, {
        schemaProblems: problems,
        broken,
        once: once && { ...once, rowFor: (first) => once.rowFor(answerOf(first)) },
      });
      return answerOf(made);
    },
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/bookings/preview',
    operationId: 'previewBooking',
    tag: 'Bookings',
    summary: 'See what a booking would lead to',
    description:
      'The same body as for creating; nothing is stored. Says which bundles would be chosen, why, and at what net cost.',
    body: bookingBody,
    errors: [400],
    tolerant: true,
    dropNulls: true,
    example: EXAMPLE,
    answers: {
      200: answer({
        departure_date: Type.String(),
        return_date: nullable(Type.String()),
        total_b2b_price: Type.Number(),
        currency: Type.String(),
        package_specifications: Type.Array(
          answer({
            entry: Type.Integer({ description: 'index in the request' }),
            becomes: oneOf([
              'universal_package_queue',
              'classic_package_queue',
              'promo_code',
            ] as const),
            package_id: nullable(Type.String()),
            proven: Type.Boolean({
              description:
                'false: the search for the fewest bundles was cut off, and this is the best it found; the same request gets the same answer',
            }),
            reason: Type.String(),
            b2b_price: nullable(
              Type.Number({ description: 'net; null while the bundle is chosen later' }),
            ),
            b2c_price: nullable(Type.Number()),
          }),
        ),
      }),
    },
    async handle({ ctx, partner, body, problems }) {
      const { input, broken } = tolerated(body as BookingInput, problems);
      const { shown, warnings } = await previewBooking(ctx, partner, input, problems, broken);
      return { data: shown, warnings, ...asBooked(partner, input) };
    },
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/bookings',
    operationId: 'listBookings',
    tag: 'Bookings',
    summary: 'List bookings, newest first',
    description: `With \`from\` or \`to\` in the order of departure, the latest first; a cursor is good for the order it was made in. ${MAY_BE_SHORT}`,
    query: Type.Object({
      perPage: Type.Optional(perPage),
      limit: Type.Optional({ ...perPage, description: 'the same as `perPage`' }),
      cursor: cursorParameter(100),
      ...BOOKING_FILTERS,
    }),
    answers: {
      200: pageAnswer({ bookings: Type.Array(bookingAnswer) }),
    },
    errors: [400],
    async handle({ ctx, partner, query }) {
      const data = await listBookings(ctx, partner, plainQuery(query));
      return { data, ...asBooked(partner, ...data.bookings) };
    },
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/bookings/:id',
    operationId: 'getBooking',
    tag: 'Bookings',
    summary: 'Read a booking',
    params,
    answers: { 200: bookingAnswer },
    errors: [404],
    async handle({ ctx, partner, params: { id } }) {
      const data = await getBooking(ctx, partner, id);
      return { data, ...asBooked(partner, data) };
    },
  }),
  partnerRoute({
    method: 'PATCH',
    url: '/api/bookings/:id',
    operationId: 'updateBooking',
    tag: 'Bookings',
    summary: 'Change contact, dates, locale, branding or communication',
    description:
      'Null clears an optional field. The booking keeps its first natural key and gets a second one when the calendar date of departure moves.',
    params,
    body: bookingPatch,
    answers: { 200: bookingAnswer },
    errors: [400, 404, 409],
    example: { departure_date: '2027-07-16' },
    async handle({ ctx, partner, params: { id }, body }) {
      const data = await updateBooking(ctx, partner, id, body as BookingPatch);
      return { data, ...asBooked(partner, data) };
    },
  }),
  partnerRoute({
    method: 'DELETE',
    url: '/api/bookings/:id',
    operationId: 'cancelBooking',
    tag: 'Bookings',
    summary: 'Cancel a booking',
    params,
    answers: { 200: bookingAnswer },
    errors: [404, 409],
    async handle({ ctx, partner, params: { id } }) {
      const data = await cancelBooking(ctx, partner, id);
      return { data, ...asBooked(partner, data) };
    },
  }),
  partnerRoute({
    method: 'DELETE',
    url: '/api/bookings/:id/byExternalBookingId',
    operationId: 'cancelBookingByReference',
    tag: 'Bookings',
    summary: "Cancel by the partner's own reference",
    params,
    query: Type.Object({ departure_date: Type.Optional(text(40)) }),
    answers: { 200: bookingAnswer },
    errors: [400, 404, 409],
    async handle({ ctx, partner, params: { id }, query }) {
      const data = await cancelByReference(ctx, partner, id, query.departure_date);
      return { data, ...asBooked(partner, data) };
    },
  }),
];
