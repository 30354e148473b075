/** Bookings on the screens: the list, one of them with its frozen prices, and cancelling. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { bookingFilters } from '../api/reference/schemas/booking-query.ts';
import { bookingAnswer } from '../api/reference/schemas/booking.ts';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { cursorParameter, MAY_BE_SHORT, pageAnswer, pageLimit } from '../api/route/paging.ts';
import { bookingEntries, CHOSEN_BY } from '../domain/bookings/booking-entries.ts';
import { cancelByHand } from '../domain/bookings/changing/cancel-booking.ts';
import { BOOKINGS_PAGE, listBookings } from '../domain/bookings/list-bookings.ts';
import { bookingNotFound, loadBooking } from '../domain/bookings/read-booking.ts';
import { seenBy } from './people.ts';
import { byPartner, instant } from './shapes.ts';

const tag = 'Bookings';
const byBooking = Type.Object({ partner: text(128), id: text(250) });
const maybe = nullable(instant);
const price = nullable(Type.Number({ description: 'null: none yet, or not for this member' }));

const entries = Type.Array(
  answer({
    uuid: Type.String(),
    traveler_id: nullable(Type.String()),
    external_user_id: nullable(Type.String()),
    esim_type: Type.String(),
    requested: Type.Record(Type.String(), Type.Unknown(), { description: 'as it was sent' }),
    chosen_by: oneOf(CHOSEN_BY, {
      description:
        '`named`: the booking names the bundle; `cover`: the fewest that serve several countries; `place`: the fitting one of its place; `later`: when it is redeemed',
    }),
    bundle_id: nullable(Type.String()),
    iso3: nullable(Type.String()),
    bytes: nullable(Type.Integer()),
    duration_days: nullable(Type.Integer()),
    b2b_price: price,
    b2c_price: price,
    currency: nullable(Type.String()),
    claimed_at: maybe,
    redeemed_at: maybe,
    cancelled_at: maybe,
  }),
);

export const bookings: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/bookings',
    operationId: 'listPartnerBookings',
    tag,
    summary: 'List bookings, newest first',
    description: `With \`from\` or \`to\` in the order of departure, the latest first. ${MAY_BE_SHORT}`,
    permission: 'bookings.read',
    params: byPartner,
    query: Type.Object({
      ...Type.Omit(bookingFilters, ['bookingId']).properties,
      cursor: cursorParameter(100),
      limit: Type.Optional(pageLimit(BOOKINGS_PAGE)),
    }),
    answers: { 200: pageAnswer({ bookings: Type.Array(bookingAnswer) }) },
    errors: [400],
    async handle({ ctx, partner, shown, query: { booking_id, limit, ...query } }) {
      const data = await listBookings(ctx, partner, {
        ...query,
        bookingId: booking_id,
        perPage: limit,
      });
      return { data: seenBy(shown, data) };
    },
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/bookings/:id',
    operationId: 'getPartnerBooking',
    tag,
    summary: 'A booking, with what each entry led to and its frozen price',
    permission: 'bookings.read',
    params: byBooking,
    answers: { 200: answer({ booking: bookingAnswer, entries }) },
    async handle({ ctx, partner, permissions, shown, params: { id } }) {
      const data = await ctx.db.partnerRead(partner.id, async (db) => ({
        booking: await loadBooking(ctx, db, partner, id),
        entries: await bookingEntries(db, partner.id, id, permissions.has('prices.read')),
      }));
      if (data.booking === null) throw bookingNotFound();
      return { data: seenBy(shown, data) };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/bookings/:id/cancel',
    operationId: 'cancelPartnerBooking',
    tag,
    summary: 'Cancel a booking',
    description: '409 `booking_locked`: it says why it can be cancelled no longer.',
    permission: 'bookings.act',
    params: byBooking,
    answers: { 200: bookingAnswer },
    errors: [409],
    handle: async ({ ctx, actor, partner, shown, params: { id } }) => ({
      data: seenBy(shown, await cancelByHand(ctx, actor, partner, id)),
    }),
  }),
];
