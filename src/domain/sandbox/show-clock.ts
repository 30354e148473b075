/** Where a partner's clock stands. */
import type { Context } from '../../context.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';

/** `now` is the partner's time, `offset_seconds` how far it is ahead of ours. */
export type ClockView = { now: string; offset_seconds: number };

export const showClock = (ctx: Context, partner: Partner): ClockView => ({
  now: partnerNow(ctx, partner).toISOString(),
  offset_seconds: ctx.clocks.offsetOf(partner.id) / 1000,
});
