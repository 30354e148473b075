/** What lists and files of bookings are asked for by. */
import { Type } from 'typebox';
import { invalid, type Problem } from '../../../errors.ts';
import { BOOKING_KINDS } from '../../../domain/bookings/booking-view.ts';
import { madeFilters } from './made-filters.ts';
import { oneOf, text } from './shapes.ts';

export const BOOKING_FILTERS = {
  bookingId: Type.Optional(text(200, { description: "the partner's own reference" })),
  booking_id: Type.Optional(text(200, { description: 'the same as `bookingId`' })),
  status: Type.Optional(oneOf(['CONFIRMED', 'COMPLETED', 'CANCELLED'] as const)),
  from: Type.Optional(text(40, { description: 'first day of departure, or an instant' })),
  to: Type.Optional(text(40, { description: 'last day of departure, or an instant' })),
  ...madeFilters,
  kind: Type.Optional(
    oneOf(BOOKING_KINDS, { description: '`topup`, `purchase`: made by a top-up or in the store' }),
  ),
};
export const bookingFilters = Type.Object(BOOKING_FILTERS);

/** Parameters by their own names: each has another that people know from elsewhere. */
export function plainQuery<T extends object>(query: T & Aliased): T {
  const { booking_id, limit, ...plain } = query;
  const problems = [
    ...differing('booking_id', booking_id, 'bookingId', plain.bookingId),
    ...differing('limit', limit, 'perPage', plain.perPage),
  ];
  if (problems.length > 0) throw invalid(problems);
  return {
    ...(plain as T),
    ...(booking_id === undefined ? {} : { bookingId: booking_id }),
    ...(limit === undefined ? {} : { perPage: limit }),
  };
}
type Aliased = { bookingId?: string; booking_id?: string; perPage?: number; limit?: number };

const differing = (alias: string, one: unknown, name: string, other: unknown): Problem[] =>
  one === undefined || other === undefined || one === other
    ? []
    : [{ field: alias, issue: `expected what ${name} says, ${other}, or nothing; got ${one}` }];
