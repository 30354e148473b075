/**
 * What a traveler pays for a bundle, tax included: by the partner's setting, in the catalog's
 * currency, then in theirs.
 */
import { readRate, type Rates } from '../catalog/rates/rates.ts';
import type { Bundle } from '../catalog/types.ts';
import { addPercent, decimalsOf, MAX_MINOR, toMinor, type Money } from '../money.ts';
import type { Partner } from '../partners/partner.ts';

/** Null: there is no price above zero in that currency. */
export function priceOf(
  partner: Partner,
  bundle: Bundle,
  rates: Rates,
  currency: string,
): Money | null {
  const minor = convert(listPrice(partner, bundle), rates, currency);
  return minor === null || minor <= 0 || minor > MAX_MINOR ? null : { minor, currency };
}

/**
 * The store's own price > the partner's own > net price and a markup > recommended price; minor
 * units of the catalog's currency. The seller pays the net price, so that what a partner sets by
 * itself does not go below it.
 */
function listPrice({ settings: { store }, prices }: Partner, bundle: Bundle): number {
  const ofStore = store.prices?.[bundle.id];
  if (ofStore !== undefined) return toMinor(ofStore, bundle.currency) ?? 0;
  const { b2b, b2c, own } = prices.of(bundle);
  if (own !== null) return Math.max(own, b2b);
  return store.markup_percent === undefined ? b2c : addPercent(b2b, store.markup_percent);
}

/** A part of a minor unit is rounded up, in whole numbers. Null where there is no rate. */
function convert(minor: number, { to, inForce }: Rates, currency: string): number | null {
  if (currency === to) return minor;
  const rate = inForce.get(currency);
  const factor = rate === undefined ? null : readRate(rate.rate);
  if (factor === null) return null;
  const top = BigInt(minor) * 10n ** BigInt(factor.decimals + decimalsOf(currency));
  const bottom = factor.digits * 10n ** BigInt(decimalsOf(to));
  return Number((top + bottom - 1n) / bottom);
}
