/** Prices of what a partner sells: the list, one of them, and its own ones set. */
import { queryOptions } from '@tanstack/react-query';
import { call, queryOf } from './client.ts';
import { keyOf, type List } from './lists.ts';
import { queryClient } from './queries.ts';
import type { PriceFile, PricePage, PriceRow } from './types.ts';

export const PRICES: List<PriceRow> = {
  name: 'prices',
  to: '/p/$partner/prices',
  call: 'prices',
  field: 'prices',
  idOf: ({ bundle_id: id }) => id,
  hints: [],
};

export const priceQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, PRICES), 'one', id],
    queryFn: async (): Promise<PriceRow | null> => {
      const { prices } = await call<PricePage>('GET', `${path}/prices${queryOf({ q: id })}`);
      return prices.find(({ bundle_id: one }) => one === id) ?? null;
    },
  });

type Kept = { pages: { rows: PriceRow[] }[] } | PriceRow | null | undefined;

/** `price`: major units; null takes it off. What is shown of it is the same everywhere. */
export async function setOwnPrice(
  path: string,
  { bundle_id: id }: PriceRow,
  price: number | null,
): Promise<void> {
  await call('PUT', `${path}/prices`, { prices: [{ bundle_id: id, own_price: price }] });
  const renewed = (row: PriceRow): PriceRow =>
    row.bundle_id === id
      ? { ...row, own_price: price, b2c_price: price ?? row.recommended_price }
      : row;
  queryClient.setQueriesData<Kept>({ queryKey: keyOf(path, PRICES) }, (kept) => {
    if (kept === null || kept === undefined) return kept;
    if (!('pages' in kept)) return renewed(kept);
    return {
      ...kept,
      pages: kept.pages.map((page) => ({ ...page, rows: page.rows.map(renewed) })),
    };
  });
}

/** `isDry`: says what it would change. */
export const sendPrices = (path: string, file: File, isDry: boolean): Promise<PriceFile> =>
  call<PriceFile>('PUT', `${path}/prices.csv${queryOf({ dry_run: String(isDry) })}`, file);

export const pricesChanged = (path: string): Promise<void> =>
  queryClient.resetQueries({ queryKey: keyOf(path, PRICES) });

/** As people type an amount, with a comma or a point; null where it is none. */
export function readTyped(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,9}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
}

/** For a field: with the currency's decimals and without grouping. */
export const typedText = (amount: number, currency: string): string =>
  amount.toFixed(
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2,
  );
