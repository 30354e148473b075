import type { PackageType } from './types.ts';

/** EUR cents, `cost < b2b_price < b2c_price`. */
export type Prices = { cost: number; b2b_price: number; b2c_price: number };

/** Recommended price of 1 GB for 365 days in EUR cents, by tier. */
const TIER_BASE: Record<number, number> = { 1: 390, 2: 590, 3: 890, 4: 1390 };

/** A stable number of 0 … 24 per country, so that equal tiers don't all cost the same. */
export function spread(iso3: string, salt: number): number {
  return (
    [...iso3].reduce((sum, letter, i) => sum + letter.charCodeAt(0) * (31 + salt * 6 - i * 7), 0) %
    25
  );
}

/** Recommended price of 1 GB for 365 days in a country, in EUR cents, unrounded. */
export function countryBase(iso3: string, tier: number): number {
  return TIER_BASE[tier]! * (0.88 + spread(iso3, 0) / 100);
}

/**
 * Prices of a package where 1 GB for 365 days costs `base`. Within a type they rise strictly with
 * bytes and with days: each step of the shipped sizes and durations is worth more than what
 * rounding takes.
 */
export function priceOf(
  base: number,
  type: PackageType,
  bytes: number | null,
  days: number,
): Prices {
  const gigabytes = (bytes ?? 0) / 1024 ** 3;
  const validity = 0.55 + (0.45 * Math.log(1 + days)) / Math.log(366);
  const value =
    bytes === null
      ? 0.9 * days ** 0.75
      : gigabytes ** 0.78 * validity * (type === 'time-limited' ? 0.95 : 1);
  const b2c_price = Math.round((base * value) / 10) * 10;
  const b2b_price = Math.round((b2c_price * 0.62) / 5) * 5;
  return { cost: Math.round(b2b_price * 0.7), b2b_price, b2c_price };
}
