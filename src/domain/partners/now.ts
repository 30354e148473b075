import type { Context } from '../../context.ts';
import type { Partner } from './key-store.ts';

/** Domain time of a partner. The one place that a sandbox clock has to move; nothing in the domain reads another clock. */
export const partnerNow = (ctx: Context, _partner: Pick<Partner, 'id'>): Date => ctx.clock.now();
