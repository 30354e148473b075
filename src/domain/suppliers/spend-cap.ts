/** The operator's bound on what an account may cost in a day (UTC). Calls under way may pass it. */
import { reaches, type Rates } from '../catalog/rates/rates.ts';
import { writeAmount, type Money } from '../money.ts';
import type { StoredAccount } from './account.ts';

/** Why the account may not be ordered of today, null = it may. `spent`: one sum per currency. */
export function capReached(
  { spend_cap_minor: minor, spend_cap_currency: currency }: StoredAccount,
  spent: readonly Money[],
  rates: Rates,
): string | null {
  if (minor === null || currency === null) return null;
  const isReached = reaches(rates, spent, { minor, currency });
  if (isReached === null) {
    // What cannot be compared must not be without a bound.
    const charged = spent
      .map((sum) => sum.currency)
      .filter((one) => one !== currency)
      .join(' and ');
    return `it charges in ${charged}, its spend cap is in ${currency}, and a rate to ${rates.to} is missing`;
  }
  return isReached
    ? `its spend cap of ${writeAmount({ minor, currency })} ${currency} a day is reached`
    : null;
}
