/**
 * Partners' own prices and price lists are minor units of the catalog's currency, whichever that
 * is. A catalog in a currency with other decimals would make hundreds of yen of so many euros: it
 * is refused as long as there are such prices.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { decimalsOf, decimalsText } from '../money.ts';
import type { CatalogData } from './destinations.ts';

/** Throws `invalid_catalog`. Prices that are set at the same moment are not seen. */
export async function keepDecimals(ctx: Context, { bundles }: CatalogData): Promise<void> {
  const { currency } = ctx.catalog.current();
  const next = bundles[0]?.currency ?? currency;
  if (decimalsOf(next) === decimalsOf(currency) || !(await hasOwnPrices(ctx))) return;
  throw new AppError(
    'invalid_catalog',
    `Prices of partners and price lists are in ${currency}; nothing was imported.`,
    {
      details: [
        {
          field: 'currency',
          issue: `expected a currency with ${decimalsText(currency)} as ${currency} has, while there are custom prices or price lists; got "${next}"`,
        },
      ],
    },
  );
}

const hasOwnPrices = (ctx: Context): Promise<boolean> =>
  ctx.db.operatorRead(async (db, actAs) => {
    if ((await db.one('select 1 from price_list_items limit 1')) !== undefined) return true;
    const partners = await db.rows<{ id: string }>(
      'select id from partners where prices_version > 0',
    );
    for (const { id } of partners) {
      await actAs(id);
      const own = await db.one(
        `select 1 from partner_prices where partner_id = $1
         union all
         select 1 from own_prices where partner_id = $1
         limit 1`,
        [id],
      );
      if (own !== undefined) return true;
    }
    return false;
  });
