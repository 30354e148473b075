import type { Queryable } from '../../db/pool.ts';
import type { Rates } from '../catalog/rates/rates.ts';
import type { FiguresOf } from './world.ts';

type MarketPrice = {
  destination_id: string;
  bytes: number | null;
  duration_days: number;
  price: number;
  currency: string;
};

const keyOf = (destinationId: string, bytes: number | null, days: number): string =>
  `${destinationId} ${bytes} ${days}`;

/** In the catalog's currency; a price without a rate is left out. */
export async function loadFigures(db: Queryable, rates: Rates): Promise<FiguresOf> {
  const rows = await db.rows<MarketPrice>(
    'select destination_id, bytes, duration_days, price, currency from market_prices',
  );
  const figures = new Map<string, number[]>();
  for (const { destination_id, bytes, duration_days, price, currency } of rows) {
    const minor = rates.worthOf({ minor: price, currency });
    if (minor === null) continue;
    const key = keyOf(destination_id, bytes, duration_days);
    const known = figures.get(key);
    if (known === undefined) figures.set(key, [minor]);
    else known.push(minor);
  }
  for (const known of figures.values()) known.sort((a, b) => a - b);
  return (destinationId, bytes, days) => figures.get(keyOf(destinationId, bytes, days)) ?? NONE;
}

const NONE: readonly number[] = [];
