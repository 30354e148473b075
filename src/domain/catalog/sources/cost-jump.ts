/**
 * A cost that changes by more than a fifth waits for the operator's approval: it may be a supplier's
 * mistake, and prices were made for the old one.
 */
import type { Money } from '../../money.ts';
import type { Rates } from '../rates/rates.ts';

/** In percent of the cost in force. */
export const JUMP_PERCENT = 20;

/** unknown: in two currencies without rates between them */
export type CostChange = 'small' | 'rise' | 'fall' | 'unknown';

export function costChange(inForce: Money, listed: Money, rates: Rates): CostChange {
  const isOne = inForce.currency === listed.currency;
  const before = isOne ? inForce.minor : rates.costOf(inForce);
  const after = isOne ? listed.minor : rates.costOf(listed);
  if (before === null || after === null) return 'unknown';
  if (after * 100 > before * (100 + JUMP_PERCENT)) return 'rise';
  return after * 100 < before * (100 - JUMP_PERCENT) ? 'fall' : 'small';
}
