/**
 * Bookings as a file, by the filters of their list: a row for each package specification. Read page
 * by page while it is sent.
 */
import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import { guardCell } from '../catalog/csv/format.ts';
import type { Partner } from '../partners/partner.ts';
import type { BookingView } from './booking-view.ts';
import { BOOKINGS_PAGE, listBookings, type BookingQuery } from './list-bookings.ts';

type Specification = BookingView['package_specifications'][number];

const OF_BOOKING: Record<string, (booking: BookingView) => string | null> = {
  hubby_booking_id: ({ id }) => id,
  booking_id: (booking) => booking.booking_id,
  status: ({ status }) => status,
  departure_date: (booking) => booking.departure_date,
  return_date: (booking) => booking.return_date,
  email: ({ email }) => email,
  locale: ({ locale }) => locale,
  custom_branding: (booking) => booking.custom_branding,
  created_at: (booking) => booking.created_at,
  updated_at: (booking) => booking.updated_at,
};
const OF_SPECIFICATION: Record<string, (one: Specification) => unknown> = {
  external_user_id: (one) => one.external_user_id,
  traveler_email: ({ email }) => email,
  package_id: (one) => one.package_id,
  destination: ({ destination }) => [destination ?? []].flat().join('|'),
  iata_code: (one) => one.iata_code,
  size: ({ size }) => size,
  package_type: (one) => one.package_type,
  package_duration: (one) => one.package_duration,
  traffic_policy: (one) => one.traffic_policy,
  esim_type: (one) => one.esim_type,
};
const COLUMNS = [...Object.keys(OF_BOOKING), ...Object.keys(OF_SPECIFICATION)];

/** `shown`: what of each is seen. Throws `invalid_request`, before anything is sent. */
export async function exportBookings(
  ctx: Context,
  partner: Partner,
  filters: Omit<BookingQuery, 'cursor' | 'perPage'>,
  shown: (booking: BookingView) => BookingView = (booking) => booking,
): Promise<AsyncIterable<string>> {
  const page = (cursor?: string) =>
    listBookings(ctx, partner, { ...filters, cursor, perPage: BOOKINGS_PAGE.most });
  const first = await page();
  return (async function* () {
    yield stringify([COLUMNS]);
    for (let one = first; ; one = await page(one.next_cursor)) {
      if (one.bookings.length > 0) yield stringify(one.bookings.map(shown).flatMap(rowsOf));
      if (one.next_cursor === null) return;
    }
  })();
}

function rowsOf(booking: BookingView): string[][] {
  const own = Object.values(OF_BOOKING).map((read) => read(booking));
  const specifications: (Specification | null)[] =
    booking.package_specifications.length > 0 ? booking.package_specifications : [null];
  return specifications.map((one) =>
    [
      ...own,
      ...Object.values(OF_SPECIFICATION).map((read) => (one === null ? null : read(one))),
    ].map((value) => guardCell(String(value ?? ''))),
  );
}
