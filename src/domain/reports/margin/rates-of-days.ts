/** What costs in other currencies were worth on the day they were charged. */
import type { Queryable } from '../../../db/pool.ts';
import { ratesOn, type Rate, type Rates } from '../../catalog/rates/rates.ts';

/** By the rate in force on that day; null where there is none. Minor units. */
export type Convert = (minor: number, currency: string, to: string, day: string) => number | null;

/** All that were set up to a day, UTC: a few a day at most. */
export async function readRates(db: Queryable, until: string): Promise<Convert> {
  const all = await db.rows<Rate>(
    `select currency, to_currency as "to", date::text as date, rate::text as rate
     from currency_rates
     where date <= $1::date`,
    [until],
  );
  const known = new Map<string, Rates>();
  return (minor, currency, to, day) => {
    if (currency === to) return minor;
    const key = `${to} ${day}`;
    const rates = known.get(key) ?? ratesOn(day, to, all);
    known.set(key, rates);
    return rates.costOf({ minor, currency });
  };
}
