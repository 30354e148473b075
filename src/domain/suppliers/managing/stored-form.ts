/** What a form says, as the columns have it. */
import { toMinor } from '../../money.ts';
import type { Amount } from './form.ts';

/** Of an amount that was looked at; null = none. */
export const minorOf = (
  amount: Amount | null | undefined,
): { minor: number | null; currency: string | null } =>
  amount === null || amount === undefined
    ? { minor: null, currency: null }
    : { minor: toMinor(amount.amount, amount.currency), currency: amount.currency };

/** Without slashes at its end; null = the kind's own address. */
export const urlOf = (url: string | undefined): string | null =>
  url === undefined ? null : url.replace(/(?<!\/)\/+$/, '');
