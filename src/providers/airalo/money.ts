/** Suppliers' decimal amounts → whole minor units. */
import { decimalsOf } from '../../domain/money.ts';
import type { Money } from '../article.ts';

/** `amount` of major units, ≥ 0. Parts of a minor unit are rounded up: it is what we pay. */
export const roundedUp = (amount: number, currency: string): Money => ({
  minor: Math.ceil(minorUnits(amount, currency)),
  currency,
});

/** Parts are rounded down, below zero too: it is what we have. */
export const roundedDown = (amount: number, currency: string): Money => ({
  minor: Math.floor(minorUnits(amount, currency)),
  currency,
});

/** Without the dust of binary fractions, that would be rounded to a whole unit. */
const minorUnits = (amount: number, currency: string): number =>
  Number((amount * 10 ** decimalsOf(currency)).toFixed(6));
