/**
 * What a partner pays and what its travelers are asked (section 11.2 of docs/contract.md): custom
 * price > price list > list price × (1 + modification %), net (B2B) and recommended (B2C) each by
 * themselves. A price of the partner's own stands before the recommended one. Money is integer
 * minor units.
 */
import type { Db } from '../../db/pool.ts';
import { nextOf } from '../catalog/former-ids.ts';
import { addPercent } from '../money.ts';

type Override = { b2b: number | null; b2c: number | null };
export type BundlePrices = {
  b2b: number;
  /** what travelers are asked: the partner's own price, else the recommended one */
  b2c: number;
  recommended: number;
  /** null = the partner set none */
  own: number | null;
};
export type PriceBook = {
  /** tells two states of a partner's prices apart, for ETags */
  version: string;
  of(bundle: { id: string; b2b_price: number; b2c_price: number }): BundlePrices;
};
export type PricingRow = {
  partner_id: string;
  price_list_id: string | null;
  b2b_modification: number;
  b2c_modification: number;
  prices_version: number;
};

export type PriceBooks = {
  /** from memory as long as the partner's prices are those of the row */
  of(row: PricingRow): Promise<PriceBook>;
};

export function makePriceBooks(db: Db): PriceBooks {
  const known = new Map<string, PriceBook>();
  return {
    async of(row) {
      const version = `${row.price_list_id ?? '-'}/${row.prices_version}`;
      let book = known.get(row.partner_id);
      if (book?.version !== version)
        known.set(row.partner_id, (book = await loadPriceBook(db, row, version)));
      return book;
    },
  };
}

async function loadPriceBook(db: Db, row: PricingRow, version: string): Promise<PriceBook> {
  const [custom, own] = await db.partnerTx(row.partner_id, async (tx) => [
    toMap(
      await tx.rows(
        'select bundle_id, b2b_price, b2c_price from partner_prices where partner_id = $1',
        [row.partner_id],
      ),
    ),
    toMap(
      await tx.rows(
        'select bundle_id, null as b2b_price, price as b2c_price from own_prices where partner_id = $1',
        [row.partner_id],
      ),
    ),
  ]);
  const list =
    row.price_list_id === null
      ? new Map<string, Override>()
      : toMap(
          await db.rows(
            'select bundle_id, b2b_price, b2c_price from price_list_items where price_list_id = $1',
            [row.price_list_id],
          ),
        );
  return {
    version,
    of: (bundle) => {
      const recommended =
        custom.get(bundle.id)?.b2c ??
        list.get(bundle.id)?.b2c ??
        addPercent(bundle.b2c_price, row.b2c_modification);
      const asked = own.get(bundle.id)?.b2c ?? null;
      return {
        b2b:
          custom.get(bundle.id)?.b2b ??
          list.get(bundle.id)?.b2b ??
          addPercent(bundle.b2b_price, row.b2b_modification),
        b2c: asked ?? recommended,
        recommended,
        own: asked,
      };
    },
  };
}

type PriceRow = { bundle_id: string; b2b_price: number | null; b2c_price: number | null };

/** A price that was set for a former id is of the bundle that took its place, unless that has one. */
function toMap(rows: PriceRow[]): Map<string, Override> {
  const prices = new Map(
    rows.map((r) => [r.bundle_id, { b2b: r.b2b_price, b2c: r.b2c_price } satisfies Override]),
  );
  for (const { bundle_id: id } of rows) {
    const next = nextOf(id);
    if (next !== null && !prices.has(next)) prices.set(next, prices.get(id)!);
  }
  return prices;
}
