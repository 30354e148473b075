/**
 * A partner's own prices (section 11.2 of docs/contract.md): custom price > price list > list price
 * × (1 + modification %), net (B2B) and recommended (B2C) each by themselves. Money is integer
 * minor units.
 */
import { invalid, AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/pool.ts';
import { newId } from '../../ids.ts';

type Override = { b2b: number | null; b2c: number | null };
export type PriceBook = {
  /** tells two states of a partner's prices apart, for ETags */
  version: string;
  of(bundle: { id: string; b2b_price: number; b2c_price: number }): { b2b: number; b2c: number };
};
type PricingRow = {
  partner_id: string;
  price_list_id: string | null;
  b2b_modification: number;
  b2c_modification: number;
  prices_version: number;
};

/** Percent on cents, rounded half up. */
const modified = (price: number, percent: number): number =>
  percent === 0
    ? price
    : Math.min(MAX_CENTS, Math.max(0, Math.round((price * (100 + percent)) / 100)));
/** What the columns hold. */
const MAX_CENTS = 2_147_483_647;

const cache = new Map<string, PriceBook>();

export async function loadPriceBook(db: Db, row: PricingRow): Promise<PriceBook> {
  const version = `${row.price_list_id ?? '-'}/${row.prices_version}`;
  const known = cache.get(row.partner_id);
  if (known?.version === version) return known;
  const toMap = (
    rows: { bundle_id: string; b2b_price: number | null; b2c_price: number | null }[],
  ): Map<string, Override> =>
    new Map(rows.map((r) => [r.bundle_id, { b2b: r.b2b_price, b2c: r.b2c_price }]));
  const custom = toMap(
    await db.partnerTx(row.partner_id, (tx) =>
      tx.rows('select bundle_id, b2b_price, b2c_price from partner_prices where partner_id = $1', [
        row.partner_id,
      ]),
    ),
  );
  const list =
    row.price_list_id === null
      ? new Map<string, Override>()
      : toMap(
          await db.rows(
            'select bundle_id, b2b_price, b2c_price from price_list_items where price_list_id = $1',
            [row.price_list_id],
          ),
        );
  const book: PriceBook = {
    version,
    of: (bundle) => ({
      b2b:
        custom.get(bundle.id)?.b2b ??
        list.get(bundle.id)?.b2b ??
        modified(bundle.b2b_price, row.b2b_modification),
      b2c:
        custom.get(bundle.id)?.b2c ??
        list.get(bundle.id)?.b2c ??
        modified(bundle.b2c_price, row.b2c_modification),
    }),
  };
  cache.set(row.partner_id, book);
  return book;
}

export type PriceItem = {
  bundle_id: string;
  b2b_price?: number | undefined;
  b2c_price?: number | undefined;
};
export type PriceChange = {
  /** null takes the price list off */
  price_list_id?: string | null | undefined;
  b2b_modification?: number | undefined;
  b2c_modification?: number | undefined;
  /** replaces all custom prices; major units */
  custom?: PriceItem[] | undefined;
};

const cents = (major: number | undefined): number | null =>
  major === undefined ? null : Math.round(major * 100);

function checkItems(ctx: Context, items: PriceItem[], field: string): void {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  items.forEach((item, i) => {
    if (ctx.catalog.current().bundle(item.bundle_id) === null)
      problems.push({
        field: `${field}.${i}.bundle_id`,
        issue: `unknown bundle "${item.bundle_id}"`,
      });
    if (seen.has(item.bundle_id))
      problems.push({ field: `${field}.${i}.bundle_id`, issue: 'named twice' });
    seen.add(item.bundle_id);
    if (item.b2b_price === undefined && item.b2c_price === undefined)
      problems.push({ field: `${field}.${i}`, issue: 'expected b2b_price or b2c_price' });
  });
  if (problems.length > 0) throw invalid(problems);
}

export async function setPrices(
  ctx: Context,
  partnerId: string,
  change: PriceChange,
): Promise<void> {
  if (change.custom !== undefined) checkItems(ctx, change.custom, 'custom');
  await ctx.db.partnerTx(partnerId, async (tx) => {
    if (
      change.price_list_id != null &&
      (await tx.one('select 1 from price_lists where id = $1', [change.price_list_id])) ===
        undefined
    ) {
      throw invalid([
        { field: 'price_list_id', issue: `there is no price list "${change.price_list_id}"` },
      ]);
    }
    const found = await tx.one(
      `update partners
       set price_list_id = case when $2 then $3 else price_list_id end,
         b2b_modification = coalesce($4, b2b_modification),
         b2c_modification = coalesce($5, b2c_modification), prices_version = prices_version + 1
       where id = $1
       returning id`,
      [
        partnerId,
        change.price_list_id !== undefined,
        change.price_list_id ?? null,
        change.b2b_modification ?? null,
        change.b2c_modification ?? null,
      ],
    );
    if (found === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    if (change.custom !== undefined) {
      await tx.rows('delete from partner_prices where partner_id = $1', [partnerId]);
      await tx.rows(
        `insert into partner_prices (partner_id, bundle_id, b2b_price, b2c_price)
         select $1, *
         from unnest($2::text[], $3::int[], $4::int[])`,
        [
          partnerId,
          change.custom.map((c) => c.bundle_id),
          change.custom.map((c) => cents(c.b2b_price)),
          change.custom.map((c) => cents(c.b2c_price)),
        ],
      );
    }
  });
  ctx.keys.forgetPartner(partnerId);
}

/** Makes or replaces a price list by name; partners on it see the new prices within 5 s. */
export async function putPriceList(
  ctx: Context,
  name: string,
  items: PriceItem[],
): Promise<{ id: string; name: string; items: number }> {
  checkItems(ctx, items, 'items');
  const id = await ctx.db.tx(async (tx) => {
    const row = await tx.one<{ id: string }>(
      `insert into price_lists (id, name)
       values ($1, $2)
       on conflict (name) do update set name = excluded.name
       returning id`,
      [newId('prl'), name],
    );
    await tx.rows('delete from price_list_items where price_list_id = $1', [row!.id]);
    await tx.rows(
      `insert into price_list_items (price_list_id, bundle_id, b2b_price, b2c_price)
       select $1, *
       from unnest($2::text[], $3::int[], $4::int[])`,
      [
        row!.id,
        items.map((c) => c.bundle_id),
        items.map((c) => cents(c.b2b_price)),
        items.map((c) => cents(c.b2c_price)),
      ],
    );
    await tx.rows(
      'update partners set prices_version = prices_version + 1 where price_list_id = $1',
      [row!.id],
    );
    return row!.id;
  });
  ctx.keys.clear();
  return { id, name, items: items.length };
}
