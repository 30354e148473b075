/** Recent bookings with the entries whose bundle was the strategy's to choose, as they were sent. */
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { partnerNow } from '../../partners/now.ts';
import type { EntryInput } from '../../planning/entry/entry.ts';
import type { TripDays } from '../../planning/entry/durations.ts';
import { DAY_MS, parseIso } from '../../time.ts';
import type { Requested } from '../booking-view.ts';

export const DAYS = 30;
/** So many bookings are looked at, the newest ones. */
export const MOST_BOOKINGS = 5_000;

export type Booked = {
  id: string;
  booking_id: string | null;
  departure_date: string;
  days: TripDays;
  entries: EntryInput[];
  /** what these entries cost when they were booked, minor units of the catalog's currency */
  paid: number;
};
export type Recent = {
  from: Date;
  to: Date;
  /** in these days that were looked at, whatever they hold */
  bookings: number;
  /** false: there are older ones that were not looked at */
  isComplete: boolean;
  booked: Booked[];
};

type Row = Pick<Booked, 'id' | 'booking_id' | 'departure_date'> & {
  return_date: string | null;
  requested: Requested;
  esim_type: 'universal' | 'classic';
  part: number;
  b2b_price: number | null;
  currency: string | null;
};

/**
 * The newest ones are taken before they are judged by their day: a partner may have had none for
 * long, and a million before.
 */
const NEWEST = `select id, booking_id, departure_date, return_date, created_at, cancelled_at, kind
  from bookings
  where partner_id = $1
  order by id desc
  limit $2`;
const COUNTED = `select count(*)::int as bookings, min(created_at) as oldest,
    count(*) filter (where created_at >= $3 and cancelled_at is null and kind = 'booking')::int
      as recent
  from (${NEWEST}) b`;
const ENTRIES = `select b.id, b.booking_id, b.departure_date, b.return_date, q.requested, q.esim_type,
    q.part, q.b2b_price, q.currency
  from (${NEWEST}) b
  join package_queues q on q.partner_id = $1 and q.booking_id = b.id
  where b.created_at >= $3 and b.cancelled_at is null and b.kind = 'booking'
    and q.requested ? 'by_strategy' and q.cancelled_at is null
  order by b.id desc, q.created_at, q.position, q.id`;

export async function bookedByStrategy(ctx: Context, partner: Partner): Promise<Recent> {
  const to = partnerNow(ctx, partner);
  const from = new Date(to.getTime() - DAYS * DAY_MS);
  const values = [partner.id, MOST_BOOKINGS, from];
  const { counted, rows } = await ctx.db.partnerRead(partner.id, async (db) => ({
    counted: (await db.one<{ bookings: number; oldest: Date | null; recent: number }>(
      COUNTED,
      values,
    ))!,
    rows: await db.rows<Row>(ENTRIES, values),
  }));
  const { currency } = ctx.catalog.current();
  return {
    from,
    to,
    bookings: counted.recent,
    isComplete: counted.bookings < MOST_BOOKINGS || counted.oldest! < from,
    booked: [...Map.groupBy(rows, ({ id }) => id).values()].map((own) => bookedOf(own, currency)),
  };
}

function bookedOf(own: readonly Row[], currency: string): Booked {
  const { id, booking_id, departure_date, return_date } = own[0]!;
  return {
    id,
    booking_id,
    departure_date,
    days: { day: dayOf(departure_date), returnDay: return_date && dayOf(return_date) },
    // Several bundles of one entry are its parts.
    entries: own.filter(({ part }) => part === 0).map(entryOf),
    paid: own.reduce((sum, row) => sum + (row.currency === currency ? (row.b2b_price ?? 0) : 0), 0),
  };
}

/** As the calendar has it: what is stored was read once. */
const dayOf = (written: string): string => parseIso(written)?.date ?? written.slice(0, 10);

const entryOf = ({
  requested: { by_strategy: said, package_id: _none, ...named },
  esim_type: esimType,
}: Row): EntryInput => ({
  ...named,
  ...said,
  ...(esimType === 'classic' ? { esim_type: esimType } : {}),
});
