/** Rates to the catalog's currency, by currency, the newest first. */
import type { Context } from '../../../context.ts';
import { pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import { isDate } from '../../time.ts';
import type { Rate } from './rates.ts';

export const RATES_PAGE: PageSize = { most: 500, usual: 100 };
export type RateQuery = Paging & { currency?: string | undefined };

export type RateView = {
  currency: string;
  to: string;
  date: string;
  rate: number;
  /** the newest of its currency that is not of the future */
  is_in_force: boolean;
};

export async function listRates(
  ctx: Pick<Context, 'db' | 'catalog'>,
  query: RateQuery,
): Promise<{ to: string; rates: RateView[]; next_cursor: string | null }> {
  const { currency: to } = ctx.catalog.current();
  const { limit = RATES_PAGE.usual } = query;
  const place = placeOf(query.cursor, readPlace);
  const rows = await ctx.db.rows<Rate>(
    `select currency, to_currency as "to", date::text as date, rate::text as rate
     from currency_rates
     where to_currency = $1 and ($2::text is null or currency = $2)
       and ($3::text is null or currency > $3 or (currency = $3 and date < $4::date))
     order by currency, currency_rates.date desc
     limit $5`,
    [to, query.currency ?? null, place?.currency ?? null, place?.date ?? null, limit + 1],
  );
  const { page, next_cursor } = pageOf(rows, limit, ({ currency, date }) => `${currency} ${date}`);
  return { to, rates: page.map((rate) => viewRate(ctx, rate)), next_cursor };
}

export const viewRate = ({ catalog }: Pick<Context, 'catalog'>, rate: Rate): RateView => ({
  currency: rate.currency,
  to: rate.to,
  date: rate.date,
  rate: Number(rate.rate),
  is_in_force: catalog.current().rates().inForce.get(rate.currency)?.date === rate.date,
});

function readPlace(text: string): Pick<Rate, 'currency' | 'date'> | null {
  const [, currency, date] = /^([A-Z]{3}) (\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  return currency === undefined || date === undefined || !isDate(date) ? null : { currency, date };
}
