/**
 * Days of a partner as they are counted: at once where that is quick, else as a worker counted them
 * last (count-due-days.ts).
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { aheadOf } from '../../partners/ids-made.ts';
import type { Partner } from '../../partners/partner.ts';
import { boundsOf } from '../funnel.ts';
import { countDays, idsWithin, type Bounds } from './count-days.ts';
import { noFigures, type DayCounts } from './day-counts.ts';

/** Bookings of a range that are counted while somebody waits. */
const COUNTED_AT_ONCE = 2_000;

export type Counted = {
  /** one for each date */
  days: DayCounts[];
  /** real time of the oldest count; null: all of it is of this moment */
  counted_at: string | null;
  /** days that no worker has counted yet; they count as empty */
  uncounted_days: number;
};

export const boundsFor = (
  ctx: Context,
  partner: Partner,
  dates: readonly string[],
  zone: string,
): Bounds => ({
  at: boundsOf(dates, zone),
  aheadMs: aheadOf(ctx, partner),
});

export const readCounts = (
  ctx: Context,
  partner: Partner,
  dates: readonly string[],
): Promise<Counted> => {
  const zone = partner.settings.time_zone;
  const bounds = boundsFor(ctx, partner, dates, zone);
  return ctx.db.partnerRead(partner.id, async (db) =>
    (await isMany(db, partner.id, bounds))
      ? readStored(db, partner.id, dates, zone)
      : {
          days: await countDays(db, partner.id, bounds),
          counted_at: null,
          uncounted_days: 0,
        },
  );
};

/** More bookings than are counted at once. */
export async function isMany(db: Queryable, partnerId: string, bounds: Bounds): Promise<boolean> {
  const row = await db.one<{ count: number }>(
    `select count(*)::int as count
     from (select 1
       from bookings
       where partner_id = $1 and id >= $2 and id < $3
       limit ${COUNTED_AT_ONCE + 1}) b`,
    [partnerId, ...idsWithin('bkg', bounds)],
  );
  return row!.count > COUNTED_AT_ONCE;
}

type Stored = { day: string; counts: DayCounts; counted_at: Date };

async function readStored(
  db: Queryable,
  partnerId: string,
  dates: readonly string[],
  zone: string,
): Promise<Counted> {
  const rows = await db.rows<Stored>(
    `select day, counts, counted_at
     from counted_days
     where partner_id = $1 and day >= $2 and day <= $3 and zone = $4
     order by day`,
    [partnerId, dates[0], dates.at(-1), zone],
  );
  const byDay = new Map(rows.map((row) => [row.day, row.counts]));
  const oldest = rows.reduce<Date | null>(
    (least, { counted_at: at }) => (least === null || at < least ? at : least),
    null,
  );
  return {
    days: dates.map((date) => byDay.get(date) ?? empty()),
    counted_at: oldest?.toISOString() ?? null,
    uncounted_days: dates.length - byDay.size,
  };
}

const empty = (): DayCounts => ({
  figures: noFigures(),
  steps: [],
  messages: [],
  webhooks: [],
});
