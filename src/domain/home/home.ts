/** The first screen of a partner: how it goes, beside the time before, and what needs somebody. */
import type { Context } from '../../context.ts';
import type { Permission } from '../members/permissions.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';
import { readCounts, boundsFor } from '../reports/counting/read-counts.ts';
import { sumOf } from '../reports/counting/day-counts.ts';
import { messageFigures, shareOf, type MessageFigures } from '../reports/delivery-report.ts';
import { FIGURES, type Figures } from '../reports/funnel.ts';
import { dateIn, daysBefore, HOUR_MS } from '../time.ts';
import { readNeeds, type Need } from './needs.ts';
import { readFirstSteps, type FirstStep } from './first-steps.ts';

export const HOME_DAYS = [7, 30, 90] as const;

export type Period = { from: string; to: string };
export type Home = {
  time_zone: string;
  period: Period;
  previous: Period;
  counted_at: string | null;
  uncounted_days: number;
  figures: Record<keyof Figures, { now: number; before: number }>;
  days: { date: string; accepted: number; refused: number }[];
  bookings: {
    accepted_share: number | null;
    accepted_share_before: number | null;
    /** the most frequent first */
    refused_by: { error_type: string; count: number }[];
    /** requests to book that the request log counted as answered with 400, repeats too */
    refused_requests: number;
    /** of these requests: real time, whole hours, the end excluded */
    refused_between: { from: string; to: string };
  };
  mails: { now: MessageFigures; before: MessageFigures };
  needs: Need[];
  /** null: they are done, or this member has put them away */
  first_steps: FirstStep[] | null;
};

const MOST_REASONS = 10;

type Who = { memberId: string; permissions: ReadonlySet<Permission> };

/** `length`: days of a period, of which the last one is today. */
export async function home(
  ctx: Context,
  partner: Partner,
  { memberId, permissions }: Who,
  length: number,
): Promise<Home> {
  const zone = partner.settings.time_zone;
  const today = dateIn(zone, partnerNow(ctx, partner));
  const dates = Array.from({ length: 2 * length }, (_, i) => daysBefore(today, 2 * length - 1 - i));
  const { days, ...counted } = await readCounts(ctx, partner, dates);
  const [before, now] = [sumOf(days.slice(0, length)), sumOf(days.slice(length))];
  const mailsOf = (one: typeof now): MessageFigures =>
    messageFigures(one.messages.filter(([channel]) => channel === 'EMAIL'));
  return {
    time_zone: zone,
    period: { from: dates[length]!, to: today },
    previous: { from: dates[0]!, to: dates[length - 1]! },
    ...counted,
    figures: Object.fromEntries(
      FIGURES.map((name) => [name, { now: now.figures[name], before: before.figures[name] }]),
    ) as Home['figures'],
    days: days.slice(length).map(({ figures }, i) => ({
      date: dates[length + i]!,
      accepted: figures.bookings_accepted,
      refused: figures.bookings_refused,
    })),
    bookings: {
      accepted_share: acceptedShare(now.figures),
      accepted_share_before: acceptedShare(before.figures),
      ...(await refusals(ctx, partner, dates.slice(length))),
    },
    mails: { now: mailsOf(now), before: mailsOf(before) },
    needs: await readNeeds(ctx, partner, permissions),
    first_steps: permissions.has('logs.read')
      ? await readFirstSteps(ctx, partner.id, memberId)
      : null,
  };
}

const acceptedShare = ({ bookings_accepted: accepted, bookings_received: received }: Figures) =>
  shareOf(accepted, received);

type Refusals = Pick<Home['bookings'], 'refused_by' | 'refused_requests' | 'refused_between'>;

/** As the request log counted them, which goes by whole hours of real time. */
async function refusals(
  ctx: Context,
  partner: Partner,
  dates: readonly string[],
): Promise<Refusals> {
  const { at, aheadMs } = boundsFor(ctx, partner, dates, partner.settings.time_zone);
  const hour = (instant: string): Date =>
    new Date(Math.ceil((Date.parse(instant) - aheadMs) / HOUR_MS) * HOUR_MS);
  const [from, to] = [hour(at[0]!), hour(at.at(-1)!)];
  const reasons = await ctx.db.partnerRead(partner.id, (db) =>
    db.rows<{ error_type: string; count: number; refused: number }>(
      `select error_type, sum(count)::int as count,
         coalesce(sum(count) filter (where status = 400), 0)::int as refused
       from api_request_counts
       where partner_id = $1 and hour >= $2 and hour < $3
         and operation_id = 'createBooking' and error_type <> ''
       group by error_type
       order by count desc, error_type`,
      [partner.id, from, to],
    ),
  );
  return {
    refused_by: reasons
      .slice(0, MOST_REASONS)
      .map(({ error_type, count }) => ({ error_type, count })),
    refused_requests: reasons.reduce((sum, { refused }) => sum + refused, 0),
    refused_between: { from: from.toISOString(), to: to.toISOString() },
  };
}
