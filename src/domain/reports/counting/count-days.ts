/**
 * Counts days of a partner from the rows themselves: bookings and what became of them by the day on
 * which they were made; messages and deliveries by the day on which they were made themselves.
 */
import type { Queryable } from '../../../db/pool.ts';
import type { IdPrefix } from '../../../ids.ts';
import { idsMade } from '../../partners/ids-made.ts';
import { countCohorts, type Figures } from '../funnel.ts';
import { GIVEN } from './given.ts';
import { bucketOf, type DayCounts, type Step } from './day-counts.ts';

/**
 * The beginning of each day, and the end of the last. `aheadMs`: how far the partner's time is ahead
 * of the time that ids are made of.
 */
export type Bounds = { at: readonly string[]; aheadMs: number };

/** What was made in these days has ids between these. */
export const idsWithin = (prefix: IdPrefix, { at, aheadMs }: Bounds): [string, string] =>
  idsMade(prefix, { from: new Date(at[0]!), to: new Date(at.at(-1)!) }, aheadMs);

type StepRow = { day: number; place: string; step: Step; bucket: number; count: number };

/** The last of the steps before that happened by then: a mail may come after its link was opened. */
const SINCE = `greatest(issued, case when nth > 1 and mailed <= at then mailed end,
      case when nth > 2 and opened <= at then opened end,
      case when nth > 3 and taken <= at then taken end,
      case when nth > 4 and installed <= at then installed end)`;

/** Each package once for each of its steps, with the time since the one before. */
export const STEP_COUNTS = `with b as materialized (select id,
    width_bucket(created_at, $2::timestamptz[]) as said
    from bookings
    where partner_id = $1 and id >= $3 and id < $4 and kind = 'booking'
      and created_at >= ($2::timestamptz[])[1]
      and created_at < ($2::timestamptz[])[cardinality($2::timestamptz[])]),
    ${GIVEN}
  select said as day, place, step, ${bucketOf(SINCE, 'at')} as bucket, count(*)::int as count
  from given
  cross join lateral (values (0, 'issued', issued), (1, 'mailed', mailed), (2, 'opened', opened),
    (3, 'taken', taken), (4, 'installed', installed), (5, 'used', used)) as s(nth, step, at)
  where at is not null
  group by said, place, step, 4`;

type MessageRow = { day: number; channel: string; status: string; count: number };

/** A range of the primary key. */
export const MESSAGE_COUNTS = `select width_bucket(created_at, $2::timestamptz[]) as day, channel,
    status, count(*)::int as count
  from messages
  where partner_id = $1 and id >= $3 and id < $4
    and created_at >= ($2::timestamptz[])[1]
    and created_at < ($2::timestamptz[])[cardinality($2::timestamptz[])]
  group by 1, channel, status`;

type WebhookRow = {
  day: number;
  state: string;
  bucket: number | null;
  count: number;
  attempts: number;
};

/** A range of the primary key. */
export const WEBHOOK_COUNTS = `select width_bucket(created_at, $2::timestamptz[]) as day, state,
    case when state = 'delivered' then ${bucketOf('created_at', 'updated_at')} end as bucket,
    count(*)::int as count, sum(attempts)::int as attempts
  from deliveries
  where partner_id = $1 and event_id >= $3 and event_id < $4
    and created_at >= ($2::timestamptz[])[1]
    and created_at < ($2::timestamptz[])[cardinality($2::timestamptz[])]
  group by 1, state, 3`;

/** One for each day of the bounds. */
export async function countDays(
  db: Queryable,
  partnerId: string,
  bounds: Bounds,
): Promise<DayCounts[]> {
  const params = (prefix: IdPrefix): unknown[] => [
    partnerId,
    bounds.at,
    ...idsWithin(prefix, bounds),
  ];
  const figures: Figures[] = await countCohorts(db, partnerId, bounds.at);
  const steps = await db.rows<StepRow>(STEP_COUNTS, params('bkg'));
  const messages = await db.rows<MessageRow>(MESSAGE_COUNTS, params('msg'));
  const webhooks = await db.rows<WebhookRow>(WEBHOOK_COUNTS, params('evt'));
  const days = figures.map((one): DayCounts => ({
    figures: one,
    steps: [],
    messages: [],
    webhooks: [],
  }));
  for (const { day, place, step, bucket, count } of steps)
    days[day - 1]!.steps.push([place, step, bucket, count]);
  for (const { day, channel, status, count } of messages)
    days[day - 1]!.messages.push([channel, status, count]);
  for (const { day, state, bucket, count, attempts } of webhooks)
    days[day - 1]!.webhooks.push([state, bucket, count, attempts]);
  return days;
}
