/** The operator's bound on what an account may cost in a day (UTC). Calls under way may pass it. */
import { writeAmount, type Money } from '../money.ts';
import type { StoredAccount } from './account.ts';

/** Why the account may not be ordered of today, null = it may. `spent`: one sum per currency. */
export function capReached(
  { spend_cap_minor: cap, spend_cap_currency: currency }: StoredAccount,
  spent: readonly Money[],
): string | null {
  if (cap === null || currency === null) return null;
  const other = spent.find((sum) => sum.currency !== currency);
  // What cannot be compared must not be without a bound.
  if (other !== undefined)
    return `it charges in ${other.currency}, and its spend cap is in ${currency}`;
  const sum = spent[0]?.minor ?? 0;
  return sum < cap
    ? null
    : `its spend cap of ${writeAmount({ minor: cap, currency })} ${currency} a day is reached`;
}
