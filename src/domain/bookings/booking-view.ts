/** A booking as the wire shows it (section 4.4): the union of all documented answers. */
import type { Catalog } from '../catalog/store.ts';
import { destinationName } from '../catalog/names.ts';
import { resolveLocale } from '../catalog/locales.ts';
import { formatSize } from '../catalog/size.ts';
import { queueUuid } from '../../ids.ts';
import type { Partner } from '../partners/key-store.ts';

export type BookingRow = {
  id: string;
  booking_id: string | null;
  cancelled_at: Date | null;
  departure_date: string;
  return_date: string | null;
  ends_at: Date;
  email: string | null;
  locale: string | null;
  custom_branding: string | null;
  communication_options: { should_send_message: boolean; channels: string[] };
  data: Record<string, unknown> | null;
  created_at: Date;
  updated_at: Date;
};

export type Requested = { destination?: string | string[]; iata_code?: string; external_user_id?: string; email?: string };

export type QueueRow = {
  id: string;
  esim_type: 'universal' | 'classic';
  requested: Requested;
  bundle_id: string | null;
  destination_id: string | null;
  iso3: string | null;
  covers: string[] | null;
  package_type: string;
  bytes: number | null;
  duration_days: number | null;
  traffic_policy: string | null;
  expires_at: Date | null;
};

export const BOOKING_COLUMNS = `id, booking_id, cancelled_at, departure_date, return_date, ends_at, email, locale, custom_branding,
  communication_options, data, created_at, updated_at`;
export const QUEUE_COLUMNS = `id, esim_type, requested, bundle_id, destination_id, iso3, covers, package_type, bytes, duration_days, traffic_policy, expires_at`;
/** Order of creation: requests by their instant, entries of one request by the order they came in. */
export const QUEUE_ORDER = 'created_at, position, id';

export type BookingView = ReturnType<typeof viewBooking>;

export function viewBooking(catalog: Catalog, partner: Partner, row: BookingRow, queues: QueueRow[], now: Date) {
  const { locale } = resolveLocale(row.locale, partner.settings.locale);
  const nameOf = (q: QueueRow): string | null => {
    if (q.iso3 === null) return null;
    const destination = catalog.byId(q.destination_id ?? '') ?? catalog.byIso3(q.iso3);
    return destination === null ? q.iso3 : destinationName(destination, locale);
  };
  return {
    id: row.id,
    booking_id: row.booking_id,
    status: row.cancelled_at !== null ? 'CANCELLED' : row.ends_at <= now ? 'COMPLETED' : 'CONFIRMED',
    departure_date: row.departure_date,
    return_date: row.return_date,
    email: row.email,
    locale: row.locale,
    custom_branding: row.custom_branding,
    communication_options: row.communication_options,
    data: row.data,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    package_specifications: queues.map((q) => ({
      ...(q.requested.external_user_id === undefined ? {} : { external_user_id: q.requested.external_user_id }),
      ...(q.requested.email === undefined ? {} : { email: q.requested.email }),
      package_id: q.bundle_id,
      // Echoed as sent; an entry that named an airport or a bundle gets the name of what it led to.
      destination: q.requested.destination ?? nameOf(q),
      ...(q.requested.iata_code === undefined ? {} : { iata_code: q.requested.iata_code }),
      iso3: q.iso3,
      ...(q.covers === null ? {} : { covers: q.covers }),
      size: q.bytes === null ? null : formatSize(q.bytes),
      package_type: q.package_type,
      package_duration: q.duration_days,
      traffic_policy: q.traffic_policy,
      esim_type: q.esim_type,
      status: 'provisioned',
    })),
    package_queues: queues.map((q) => ({
      id: q.id,
      uuid: queueUuid(q.id),
      destination: nameOf(q),
      iso3: q.iso3,
      ...(q.covers === null ? {} : { covers: q.covers }),
      esim_type: q.esim_type,
      expires_at: q.expires_at?.toISOString() ?? null,
    })),
    // Codes come with the release that brings promo codes; the member is always there.
    promo_codes: [] as unknown[],
  };
}
