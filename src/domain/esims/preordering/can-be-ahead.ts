/**
 * Which packages may be ordered before they are redeemed: those that lose nothing by waiting. Their
 * account is one that the operator lets order ahead.
 */
import type { Context } from '../../../context.ts';
import type { Source } from '../../catalog/types.ts';
import { DAY_MS } from '../../time.ts';

/** Days that count from the order would be gone, and so would a window that ends before the trip. */
export const canBeAhead = (
  source: Pick<Source, 'starts' | 'activation_window_days'>,
  departure: Date,
  now: Date,
): boolean =>
  source.starts === 'first_use' &&
  departure.getTime() < now.getTime() + source.activation_window_days * DAY_MS;

export const ordersAhead = ({ suppliers }: Pick<Context, 'suppliers'>, account: string): boolean =>
  suppliers.find(account)?.preorder === true;
