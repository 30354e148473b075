/**
 * GET /api/reports/funnel: what became of the bookings of each day, by the day on which they were
 * made in the partner's zone. docs/reports.md defines every figure.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { dateIn, daysBefore, instantOf } from '../time.ts';
import { datesOf, readDays, type Days, type DaysQuery } from './days.ts';

export const FIGURES = [
  'bookings_received',
  'bookings_accepted',
  'bookings_refused',
  'bookings_cancelled',
  'messages_sent',
  'messages_delivered',
  'messages_bounced',
  'entitlements',
  'claimed',
  'opened',
  'redeemed',
  'installed',
  'activated',
  'topups',
] as const;
export type Figures = Record<(typeof FIGURES)[number], number>;
export type Funnel = {
  from: string;
  to: string;
  time_zone: string;
  totals: Figures;
  days: ({ date: string } & Figures)[];
};

const DEFAULT_DAYS = 30;
export const MAX_DAYS = 400;

export async function funnel(ctx: Context, partner: Partner, query: DaysQuery): Promise<Funnel> {
  const { from, to, zone, dates } = daysOf(ctx, partner, query);
  const counted = await ctx.db.partnerRead(partner.id, (db) =>
    countCohorts(db, partner.id, boundsOf(dates, zone)),
  );
  const days = counted.map((figures, i) => ({ date: dates[i]!, ...figures }));
  const totals = Object.fromEntries(
    FIGURES.map((name) => [name, days.reduce((sum, day) => sum + day[name], 0)]),
  ) as Figures;
  return { from, to, time_zone: zone, totals, days };
}

/** The days that a report is asked for, in the partner's zone. Throws 400. */
export function daysOf(
  ctx: Context,
  partner: Partner,
  query: DaysQuery,
): Days & { zone: string; dates: string[] } {
  const zone = partner.settings.time_zone;
  const { from, to } = readDays(query, dateIn(zone, partnerNow(ctx, partner)), {
    usual: query.days ?? DEFAULT_DAYS,
    most: MAX_DAYS,
  });
  return { from, to, zone, dates: datesOf({ from, to }) };
}

/**
 * The beginning of each day and the end of the last. Days of 23 or 25 hours, and one that a zone
 * left out, are what lies between two of these.
 */
export const boundsOf = (dates: readonly string[], zone: string): string[] =>
  [...dates, daysBefore(dates.at(-1)!, -1)].map((date) =>
    instantOf(`${date}T00:00`, zone).toISOString(),
  );

/** The figures of each day. Not prepared: what plan is best depends on how much lies in the range. */
export const countCohorts = async (
  db: Queryable,
  partnerId: string,
  bounds: readonly string[],
): Promise<Figures[]> =>
  (await db.rows<Partial<Figures>>(COHORTS, [partnerId, bounds[0], bounds.at(-1), bounds])).map(
    figuresOf,
  );

const figuresOf = (row: Partial<Figures>): Figures => {
  const figures = Object.fromEntries(FIGURES.map((name) => [name, row[name] ?? 0])) as Figures;
  return { ...figures, bookings_received: figures.bookings_accepted + figures.bookings_refused };
};

/**
 * One statement, so that all figures are of one moment: the bookings of the range once, and each of
 * what hangs on them once, joined as a set. $4: the beginning of each day and the end of the last;
 * width_bucket finds the day an instant lies in.
 */
export const COHORTS = `with b as materialized (select id, kind, cancelled_at,
    width_bucket(created_at, $4::timestamptz[]) as day
    from bookings
    where partner_id = $1 and created_at >= $2 and created_at < $3),
    made as (select day, count(*) filter (where kind = 'booking') as bookings_accepted,
      count(*) filter (where kind = 'booking' and cancelled_at is not null) as bookings_cancelled,
      count(*) filter (where kind = 'topup') as topups
      from b
      group by day),
    refused as (select width_bucket(at, $4::timestamptz[]) as day, sum(count) as bookings_refused
      from refused_bookings
      where partner_id = $1 and at >= $2 and at < $3
      group by 1),
    told as (select b.day, count(*) as messages_sent,
      count(*) filter (where m.status in ('delivered', 'complained')) as messages_delivered,
      count(*) filter (where m.status = 'bounced') as messages_bounced
      from b
      join messages m on m.partner_id = $1 and m.booking_id = b.id and m.kind <> 'classic_grant'
      where b.kind = 'booking' and m.status in ('sent', 'delivered', 'bounced', 'complained')
      group by b.day),
    given as (select b.day, count(*) as entitlements, count(c.claimed_at) as claimed,
      count(o.opened_at) as opened,
      count(q.redeemed_at) as redeemed,
      count(k.id) filter (where e.installed_at is not null
        or k.date_activated is not null) as installed,
      count(k.date_activated) as activated
      from b
      join package_queues q on q.partner_id = $1 and q.booking_id = b.id
      left join promo_codes c on q.is_code and c.partner_id = $1 and c.queue_id = q.id
      left join opened_packages o on o.partner_id = $1 and o.queue_id = q.id
      left join packages k on k.partner_id = $1 and k.queue_id = q.id and k.status <> 'CANCELLED'
      left join esims e on e.partner_id = $1 and e.id = k.esim_id
      where b.kind = 'booking'
      group by b.day)
  select made.bookings_accepted, made.bookings_cancelled, made.topups,
    refused.bookings_refused::integer as bookings_refused, told.messages_sent,
    told.messages_delivered, told.messages_bounced, given.entitlements, given.claimed,
    given.opened, given.redeemed, given.installed, given.activated
  from generate_series(1, cardinality($4::timestamptz[]) - 1) as d(day)
  left join made using (day)
  left join refused using (day)
  left join told using (day)
  left join given using (day)
  order by d.day`;
