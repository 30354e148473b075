/**
 * Which ids were made while the partner's clock stood between two instants: an id is of real time,
 * which is never ahead of the partner's, and never further behind than it is at present.
 */
import type { Context } from '../../context.ts';
import { firstIdAt, type IdPrefix } from '../../ids.ts';
import { partnerNow } from './now.ts';
import type { Partner } from './partner.ts';

/** Milliseconds by which the partner's time is ahead of that of ids. */
export const aheadOf = (ctx: Context, partner: Partner): number =>
  partnerNow(ctx, partner).getTime() - Date.now();

/** From the first, and before the second. What is not of these instants may be between them too. */
export const idsMade = (
  prefix: IdPrefix,
  { from, to }: { from: Date; to: Date },
  aheadMs: number,
): [string, string] => [
  firstIdAt(prefix, Math.max(from.getTime() - Math.max(aheadMs, 0), 0)),
  firstIdAt(prefix, Math.max(to.getTime() - Math.min(aheadMs, 0), 0)),
];
