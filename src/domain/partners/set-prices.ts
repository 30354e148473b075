/** What the operator sets of prices: a partner's own, and lists that several partners share. */
import { invalid, AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { newId } from '../../ids.ts';
import type { Actor } from '../actor.ts';
import { recordAct, recordChanges } from '../audit/record-act.ts';
import { decimalsText, MAX_MINOR, toMajor, toMinor } from '../money.ts';

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

/** Columns of prices, in minor units of the catalog's currency; null = the bundle's own. */
type Column = (number | null)[];

/** Throws `invalid_request` naming every item that is none. */
function readItems(
  ctx: Context,
  items: PriceItem[],
  field: string,
): { ids: string[]; b2b: Column; b2c: Column } {
  const { currency } = ctx.catalog.current();
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const ids = items.map((item, i) => {
    const bundle = ctx.catalog.current().bundle(item.bundle_id);
    const id = bundle?.id ?? item.bundle_id;
    if (bundle === null)
      problems.push({
        field: `${field}.${i}.bundle_id`,
        issue: `unknown bundle "${item.bundle_id}"`,
      });
    if (seen.has(id)) problems.push({ field: `${field}.${i}.bundle_id`, issue: 'named twice' });
    seen.add(id);
    if (item.b2b_price === undefined && item.b2c_price === undefined)
      problems.push({ field: `${field}.${i}`, issue: 'expected b2b_price or b2c_price' });
    return id;
  });
  const column = (name: 'b2b_price' | 'b2c_price'): Column =>
    items.map(({ [name]: major }, i) => {
      const minor = major === undefined ? null : toMinor(major, currency);
      if (minor === null && major !== undefined)
        problems.push({
          field: `${field}.${i}.${name}`,
          issue: `expected an amount in ${currency} with ${decimalsText(currency)}, at most ${toMajor({ minor: MAX_MINOR, currency })}, got ${major}`,
        });
      return minor;
    });
  const columns = { b2b: column('b2b_price'), b2c: column('b2c_price') };
  if (problems.length > 0) throw invalid(problems);
  return { ids, ...columns };
}

export async function setPrices(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  change: PriceChange,
): Promise<void> {
  const custom = change.custom === undefined ? null : readItems(ctx, change.custom, 'custom');
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
    const before = await readOwn(tx, partnerId);
    if (before === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    await tx.rows(
      `update partners
       set price_list_id = case when $2 then $3 else price_list_id end,
         b2b_modification = coalesce($4, b2b_modification),
         b2c_modification = coalesce($5, b2c_modification), prices_version = prices_version + 1
       where id = $1`,
      [
        partnerId,
        change.price_list_id !== undefined,
        change.price_list_id ?? null,
        change.b2b_modification ?? null,
        change.b2c_modification ?? null,
      ],
    );
    const after = await readOwn(tx, partnerId);
    await recordAct(tx, actor, { partnerId, action: 'prices.changed', before, after: after! });
    if (custom !== null) {
      const own = await readPrices(ctx, tx, OWN, partnerId);
      await tx.rows('delete from partner_prices where partner_id = $1', [partnerId]);
      await tx.rows(
        `insert into partner_prices (partner_id, bundle_id, b2b_price, b2c_price)
         select $1, *
         from unnest($2::text[], $3::int[], $4::int[])`,
        [partnerId, custom.ids, custom.b2b, custom.b2c],
      );
      await recordChanges(
        tx,
        actor,
        { partnerId, action: 'prices.changed' },
        { before: own, after: await readPrices(ctx, tx, OWN, partnerId) },
      );
    }
  });
  ctx.keys.forgetPartner(partnerId);
}

const readOwn = (tx: Queryable, partnerId: string) =>
  tx.one<{ price_list_id: string | null; b2b_modification: number; b2c_modification: number }>(
    `select price_list_id, b2b_modification, b2c_modification
     from partners
     where id = $1
     for no key update`,
    [partnerId],
  );

const OWN = 'select bundle_id, b2b_price, b2c_price from partner_prices where partner_id = $1';
const OF_LIST =
  'select bundle_id, b2b_price, b2c_price from price_list_items where price_list_id = $1';

/** By bundle, in major units. */
async function readPrices(
  ctx: Context,
  tx: Queryable,
  statement: typeof OWN | typeof OF_LIST,
  id: string,
): Promise<Record<string, object>> {
  const { currency } = ctx.catalog.current();
  const major = (minor: number | null): number | null =>
    minor === null ? null : toMajor({ minor, currency });
  const rows = await tx.rows<{
    bundle_id: string;
    b2b_price: number | null;
    b2c_price: number | null;
  }>(statement, [id]);
  return Object.fromEntries(
    rows.map((row) => [
      row.bundle_id,
      { b2b_price: major(row.b2b_price), b2c_price: major(row.b2c_price), currency },
    ]),
  );
}

/** Makes or replaces a price list by name; partners on it see the new prices within 5 s. */
export async function putPriceList(
  ctx: Context,
  actor: Actor,
  name: string,
  items: PriceItem[],
): Promise<{ id: string; name: string; items: number }> {
  const { ids, b2b, b2c } = readItems(ctx, items, 'items');
  const id = await ctx.db.tx(async (tx) => {
    const fresh = newId('prl');
    const row = await tx.one<{ id: string }>(
      `insert into price_lists (id, name)
       values ($1, $2)
       on conflict (name) do update set name = excluded.name
       returning id`,
      [fresh, name],
    );
    const before = await readPrices(ctx, tx, OF_LIST, row!.id);
    await tx.rows('delete from price_list_items where price_list_id = $1', [row!.id]);
    await tx.rows(
      `insert into price_list_items (price_list_id, bundle_id, b2b_price, b2c_price)
       select $1, *
       from unnest($2::text[], $3::int[], $4::int[])`,
      [row!.id, ids, b2b, b2c],
    );
    const act = { partnerId: null, subject: row!.id };
    if (row!.id === fresh)
      await recordAct(tx, actor, { ...act, action: 'price_list.made', after: { name } });
    await recordChanges(
      tx,
      actor,
      { ...act, action: 'price_list.changed' },
      { before, after: await readPrices(ctx, tx, OF_LIST, row!.id) },
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
