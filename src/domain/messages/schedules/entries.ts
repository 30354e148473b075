/**
 * What schedules look at: a booking's entries, whom a message about each goes to, and which of them
 * a filter lets through.
 */
import type { Tx } from '../../../db/pool.ts';
import { countryByCode } from '../../catalog/places/countries.ts';
import type { PackageType } from '../../catalog/types.ts';
import type { Channel } from '../../settings/channels.ts';
import type { ScheduleFilter } from '../../settings/schedules.ts';
import { recipientOf, type Addresses } from '../recipient.ts';

export type Entry = {
  queue_id: string;
  created_at: Date;
  /** alpha-3 or region id; null until a destination is chosen */
  iso3: string | null;
  covers: string[] | null;
  package_type: PackageType;
  /** null = needs no claim */
  claimed: boolean | null;
  redeemed: boolean;
  /** the eSIM that has its package, else any eSIM of its traveler, is on a device */
  installed: boolean;
  /** lower-case e-mail of whoever has it now; null = nobody knows one */
  recipient: string | null;
  /** of a grant; one that was not claimed by then is nothing to tell of */
  lapses_at: Date | null;
};

export type MessagedBooking = {
  id: string;
  booked_at: Date;
  departure_date: string;
  departure_at: Date;
  is_departure_defaulted: boolean;
  ends_at: Date;
  locale: string | null;
  phone: string | null;
  channels: Channel[];
};

/** Of a row `b` of bookings. */
export const BOOKING_COLUMNS = `b.id, b.created_at as booked_at, b.departure_date, b.departure_at,
  b.is_departure_defaulted, b.ends_at, b.locale, b.contact->>'phone' as phone,
  b.communication_options->'channels' as channels`;
/** Whether messages go out for a row `b` of bookings at all. */
export const WANTS_MESSAGES = `b.cancelled_at is null
  and (b.communication_options->>'should_send_message')::boolean`;

/** Of rows `q` of package_queues and `b` of their bookings: an EntryRow. */
export const ENTRY_COLUMNS = `q.id as queue_id, q.created_at, q.iso3, q.covers, q.package_type,
  q.expires_at as lapses_at,
  case when q.is_code or q.esim_type = 'classic'
    then q.redeemed_at is not null or c.claimed_at is not null end as claimed,
  q.redeemed_at is not null as redeemed,
  coalesce(
    (select is_on_device(e.status)
      from packages k
      join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
      where k.partner_id = q.partner_id and k.queue_id = q.id and k.status <> 'CANCELLED'),
    exists (select 1
      from esims e
      where e.partner_id = q.partner_id
        and e.traveler_id = q.traveler_id
        and e.archived_at is null
        and is_on_device(e.status))) as installed,
  q.is_code,
  jsonb_build_object('claim', c.claimed_email, 'entry', q.requested->>'email',
    'code', c.recipient, 'traveler', m.email, 'booking', b.email) as addresses`;
export const ENTRY_JOINS = `
  left join promo_codes c on q.is_code and c.partner_id = q.partner_id and c.queue_id = q.id
  left join lateral (select min(m.email) as email
    from traveler_emails m
    where m.partner_id = q.partner_id and m.traveler_id = q.traveler_id) m on true`;

export type EntryRow = Omit<Entry, 'recipient'> & { is_code: boolean; addresses: Addresses };

export const entryOf = ({ is_code, addresses, ...entry }: EntryRow): Entry => ({
  ...entry,
  recipient: recipientOf(is_code, addresses),
});

/** By booking, in order of creation; without cancelled ones. */
export async function entriesOf(
  tx: Tx,
  partnerId: string,
  bookings: readonly string[],
): Promise<Map<string, Entry[]>> {
  if (bookings.length === 0) return new Map();
  const rows = await tx.rows<EntryRow & { booking_id: string }>(
    `select b.id as booking_id, ${ENTRY_COLUMNS}
     from unnest($2::text[]) as w(id)
     join bookings b on b.partner_id = $1 and b.id = w.id
     join package_queues q on q.partner_id = $1
       and q.booking_id = b.id
       and q.cancelled_at is null ${ENTRY_JOINS}
     order by b.id, q.created_at, q.position, q.id`,
    [partnerId, [...new Set(bookings)]],
    'entries-of-bookings',
  );
  const groups = Map.groupBy(rows, (row) => row.booking_id);
  return new Map([...groups].map(([id, of]) => [id, of.map(entryOf)]));
}

const idOf = (code: string): string => countryByCode(code)?.iso3 ?? code.toUpperCase();
const agrees = (wanted: boolean | undefined, is: boolean | null): boolean =>
  wanted === undefined || wanted === is;

/** Every member named has to hold. */
export const fits = (filter: ScheduleFilter | undefined, e: Entry): boolean =>
  filter === undefined ||
  (agrees(filter.esim_installed, e.installed) &&
    agrees(filter.redeemed, e.redeemed) &&
    agrees(filter.claimed, e.claimed) &&
    agrees(filter.ready, e.installed && e.redeemed) &&
    (filter.package_types?.includes(e.package_type) ?? true) &&
    (filter.countries?.some((code) => [e.iso3, ...(e.covers ?? [])].includes(idOf(code))) ?? true));
