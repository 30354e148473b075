/** Where a partner's clock stands, and what comes due next. */
import type { Context } from '../../context.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';
import type { TimerKind } from '../timers/set-timer.ts';

/** `now` is the partner's time, `offset_seconds` how far it is ahead of ours. */
export type ClockView = { now: string; offset_seconds: number };

export const NEXT_KINDS = ['booking', 'package', 'message', 'delivery'] as const;
/** `at`: of the partner's time, rounded up to the millisecond, so that the clock set to it is there. */
export type NextDue = { at: string; kind: (typeof NEXT_KINDS)[number] };

export const showClock = (ctx: Context, partner: Partner): ClockView => ({
  now: partnerNow(ctx, partner).toISOString(),
  offset_seconds: ctx.clocks.offsetOf(partner.id) / 1000,
});

/** `next`: null where nothing is planned. What is due already is the workers', and not it. */
export async function readClock(
  ctx: Context,
  partner: Partner,
): Promise<ClockView & { next: NextDue | null }> {
  const clock = showClock(ctx, partner);
  const next = await ctx.db.partnerRead(partner.id, (db) =>
    db.one<{ at: Date; kind: TimerKind | 'delivery' }>(
      `(select date_trunc('milliseconds', due_at + interval '999 us') as at, kind
       from timers
       where partner_id = $1 and due_at > $2
       order by due_at
       limit 1)
     union all
     (select date_trunc('milliseconds', next_attempt_at + interval '999 us'), 'delivery'
       from deliveries
       where partner_id = $1 and next_attempt_at > $2
       order by next_attempt_at
       limit 1)
     order by at
     limit 1`,
      [partner.id, clock.now],
    ),
  );
  return {
    ...clock,
    next: next === undefined ? null : { at: next.at.toISOString(), kind: next.kind },
  };
}
