/** Decimal amounts in whole minor units. */
import { decimalsOf } from '../../domain/money.ts';
import type { Money } from '../article.ts';
import { unfit, type Fields } from '../fields.ts';

const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d{1,12}))?$/;

/**
 * An amount of major units, as a number or a text; parts of a minor unit are rounded up. By its
 * digits: 1.1 × 100 is more than 110 for a computer.
 */
export function money(from: Fields, field: string, currency: string): Money {
  const value = from[field];
  const text = typeof value === 'number' ? value.toFixed(8) : value;
  const found = typeof text === 'string' ? DECIMAL.exec(text.trim()) : null;
  if (found === null) throw unfit(field);
  const [, sign, whole, parts = ''] = found;
  const digits = decimalsOf(currency);
  const cut = Number(whole + parts.slice(0, digits).padEnd(digits, '0'));
  const isMore = /[1-9]/.test(parts.slice(digits));
  const minor = sign === '-' ? 0 - cut : cut + (isMore ? 1 : 0);
  if (!Number.isSafeInteger(minor)) throw unfit(field);
  return { minor, currency };
}

/** Three capitals, as ISO 4217 has them. */
export function currency(from: Fields, field: string): string {
  const value = from[field];
  if (typeof value !== 'string' || !/^[A-Z]{3}$/.test(value)) throw unfit(field);
  return value;
}
