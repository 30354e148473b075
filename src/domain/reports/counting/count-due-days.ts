/**
 * Counts days ahead for partners with many bookings. What becomes of a booking goes on changing its
 * day: young days are counted again soon, old ones seldom.
 */
import type { Context } from '../../../context.ts';
import { forget, forgetAll } from '../../../db/forget.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { partnerNow } from '../../partners/now.ts';
import type { Partner } from '../../partners/partner.ts';
import { dateIn, daysBefore, HOUR_MS } from '../../time.ts';
import { MAX_DAYS } from '../funnel.ts';
import { countDays } from './count-days.ts';
import { boundsFor, isMany } from './read-counts.ts';

/** A day of up to that age is counted again when its count is that old. */
const AGAIN: readonly (readonly [days: number, ms: number])[] = [
  [0, 30_000],
  [2, HOUR_MS / 4],
  [30, 6 * HOUR_MS],
  [100, 24 * HOUR_MS],
  [MAX_DAYS, 30 * 24 * HOUR_MS],
];
/** What is left then is counted by the next run. */
const RUN_MS = 30_000;

/** Answers how many days were counted. */
export async function countDueDays(ctx: Context): Promise<number> {
  const end = performance.now() + RUN_MS;
  let count = 0;
  // In an order that nobody can count on: one with much to count leaves nobody always last.
  const partners = await ctx.db.rows<{ id: string }>('select id from partners order by random()');
  for (const { id } of partners) {
    const partner = await findPartner(ctx, id);
    for (const day of await dueDays(ctx, partner)) {
      if (performance.now() > end) return count;
      await countDay(ctx, partner, day);
      count++;
    }
  }
  return count;
}

/** The youngest first; none where they are counted at once. */
async function dueDays(ctx: Context, partner: Partner): Promise<string[]> {
  const zone = partner.settings.time_zone;
  const today = dateIn(zone, partnerNow(ctx, partner));
  const dates = Array.from({ length: MAX_DAYS }, (_, age) => daysBefore(today, age));
  const known = await ctx.db.partnerRead(partner.id, async (db) => {
    if (!(await isMany(db, partner.id, boundsFor(ctx, partner, dates.toReversed(), zone))))
      return null;
    const first = await db.one<{ created_at: Date }>(
      'select created_at from bookings where partner_id = $1 order by id limit 1',
      [partner.id],
    );
    const rows = await db.rows<{ day: string; counted_at: Date }>(
      'select day, counted_at from counted_days where partner_id = $1 and zone = $2',
      [partner.id, zone],
    );
    return {
      from: first === undefined ? today : dateIn(zone, first.created_at),
      counted: new Map(rows.map(({ day, counted_at }) => [day, counted_at.getTime()])),
    };
  });
  if (known === null) return [];
  return dates.filter((day, age) => {
    const at = known.counted.get(day);
    const again = AGAIN.find(([days]) => age <= days)![1];
    return day >= known.from && (at === undefined || Date.now() - at >= again);
  });
}

async function countDay(ctx: Context, partner: Partner, day: string): Promise<void> {
  const zone = partner.settings.time_zone;
  const [counts] = await ctx.db.partnerRead(partner.id, (db) =>
    countDays(db, partner.id, boundsFor(ctx, partner, [day], zone)),
  );
  await ctx.db.partnerTx(partner.id, (tx) =>
    tx.rows(
      `insert into counted_days (partner_id, day, zone, counts)
       values ($1, $2, $3, $4)
       on conflict (partner_id, day) do update
       set zone = excluded.zone, counts = excluded.counts, counted_at = now()`,
      [partner.id, day, zone, JSON.stringify(counts)],
    ),
  );
}

const OLD = forget(
  'counted_days',
  `partner_id = $1 and day < to_char(now() - interval '${MAX_DAYS + 2} days', 'YYYY-MM-DD')`,
  'day',
);

/** Answers how many rows are gone. */
export async function forgetOldDays(ctx: Context): Promise<number> {
  let count = 0;
  for (const { id } of await ctx.db.rows<{ id: string }>('select id from partners order by id'))
    count += await ctx.db.partnerTx(id, (tx) => forgetAll(tx, OLD, [id]));
  return count;
}
