import type { Context } from '../../context.ts';
import type { Partner } from './partner.ts';

/**
 * Domain time of a partner: ours, and what its sandbox clock is ahead. Nothing in the domain reads
 * another clock.
 */
export const partnerNow = (
  ctx: Pick<Context, 'clock' | 'clocks'>,
  partner: Pick<Partner, 'id'>,
): Date => {
  const offset = ctx.clocks.offsetOf(partner.id);
  return offset === 0 ? ctx.clock.now() : new Date(ctx.clock.now().getTime() + offset);
};
