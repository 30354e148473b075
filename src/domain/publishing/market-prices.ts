/** Competitors' prices as a file: taken whole or refused whole, in place of the one before. */
import { stringify } from 'csv-stringify/sync';
import { AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { amountCell, currencyCode, shortText, whole, type Parse } from '../catalog/csv/cells.ts';
import { guardCell, readLines, type Line, type Report, type Shape } from '../catalog/csv/format.ts';
import { formatSize, parseSize } from '../catalog/size.ts';
import { noteChange, type Actor } from '../actor.ts';
import { recordChanges } from '../audit/record-act.ts';
import { writeAmount } from '../money.ts';

const COLUMNS = ['destination', 'size', 'duration_in_days', 'competitor', 'price', 'currency'];
const SHAPE: Shape = { required: COLUMNS, columns: COLUMNS, one: 'price', many: 'prices' };
const MAX_PROBLEMS = 1_000;

type MarketPrice = {
  destination_id: string;
  bytes: number | null;
  duration_days: number;
  competitor: string;
  /** minor units of `currency` */
  price: number;
  currency: string;
};

/** Throws `invalid_request` with every bad line. */
export async function importMarketPrices(
  ctx: Context,
  actor: Actor,
  csv: string,
): Promise<{ imported: number }> {
  const problems: Problem[] = [];
  const report: Report = (line, field, expected, got) => {
    const shown = JSON.stringify(got.length > 60 ? `${got.slice(0, 60)}…` : got);
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        field: `row ${line}${field === '' ? '' : `, ${field}`}`,
        issue: `expected ${expected}; got ${shown}`,
      });
  };
  const prices = readPrices(ctx, csv, report);
  if (problems.length > 0)
    throw new AppError(
      'invalid_request',
      `The file has ${problems.length} problems; nothing was imported.`,
      { details: problems },
    );
  await ctx.db.tx(async (tx) => {
    // Readers go on; of two imports at once the later one stands, whole.
    await tx.rows('lock table market_prices in exclusive mode');
    const before = await readMarketPrices(tx);
    await tx.rows('delete from market_prices');
    await tx.rows(
      `insert into market_prices (destination_id, bytes, duration_days, competitor, price, currency)
       select destination_id, bytes, duration_days, competitor, price, currency
       from json_populate_recordset(null::market_prices, $1)`,
      [JSON.stringify(prices)],
    );
    const after = await readMarketPrices(tx);
    const act = { partnerId: null, action: 'market_prices.changed' };
    await recordChanges(tx, actor, act, { before: byName(before), after: byName(after) });
  });
  noteChange(ctx, actor, 'market prices were imported', { prices: prices.length });
  return { imported: prices.length };
}

function readPrices(ctx: Pick<Context, 'catalog'>, csv: string, report: Report): MarketPrice[] {
  const first = new Map<string, number>();
  return readLines(csv, report, SHAPE).flatMap((line) => {
    const price = readPrice(ctx, line, report);
    if (price === null) return [];
    const key = JSON.stringify([
      price.destination_id,
      price.bytes,
      price.duration_days,
      price.competitor,
    ]);
    const before = first.get(key);
    if (before === undefined) first.set(key, line.row);
    else
      report(
        line.row,
        'competitor',
        `one price of a competitor for each destination, size and duration; line ${before} has it too`,
        price.competitor,
      );
    return before === undefined ? [price] : [];
  });
}

function readPrice(
  { catalog }: Pick<Context, 'catalog'>,
  { row, cells }: Line,
  report: Report,
): MarketPrice | null {
  let isGood = true;
  // Only a line whose cells are all good is used.
  const read = <T>(field: string, expected: string, parse: Parse<T>): T => {
    const text = cells.get(field) ?? '';
    const value = parse(text);
    if (value === undefined) {
      isGood = false;
      report(row, field, expected, text);
    }
    return value as T;
  };
  const { byId, byIso3 } = catalog.current();
  const currency = read<string>('currency', 'the ISO 4217 code of a currency in use', currencyCode);
  const price: MarketPrice = {
    destination_id: read<string>(
      'destination',
      'a country code or the id of a region',
      (text) => (byId(text) ?? byIso3(text))?.id,
    ),
    bytes: read<number | null>('size', 'a size such as 500MB or 1.5GB, or unlimited', (text) =>
      text === 'unlimited' ? null : (parseSize(text) ?? undefined),
    ),
    duration_days: read('duration_in_days', 'whole days from 1 to 3650', whole(1, 3650)),
    competitor: read('competitor', 'a name of 1 to 200 characters', shortText),
    currency,
    price: currency === undefined ? 0 : readAmountCell(read, currency),
  };
  return isGood ? price : null;
}

function readAmountCell(
  read: (field: string, expected: string, parse: Parse<number>) => number,
  currency: string,
): number {
  const { expected, parse } = amountCell(currency);
  return read('price', `${expected}, and above 0`, (text) => {
    const minor = parse(text);
    return minor === 0 ? undefined : minor;
  });
}

const byName = (prices: readonly MarketPrice[]): Record<string, object> =>
  Object.fromEntries(
    prices.map(({ destination_id, bytes, duration_days, competitor, price, currency }) => [
      [destination_id, bytes ?? 'unlimited', `${duration_days}d`, competitor].join(' '),
      { price: writeAmount({ minor: price, currency }), currency },
    ]),
  );

const readMarketPrices = (db: Queryable): Promise<MarketPrice[]> =>
  db.rows<MarketPrice>(
    `select destination_id, bytes, duration_days, competitor, price, currency
     from market_prices
     order by destination_id, bytes nulls last, duration_days, competitor`,
  );

/** As `importMarketPrices` takes it. */
export async function exportMarketPrices({ db }: Pick<Context, 'db'>): Promise<string> {
  const prices = await readMarketPrices(db);
  const rows = prices.map((p) => [
    p.destination_id,
    p.bytes === null ? 'unlimited' : formatSize(p.bytes),
    String(p.duration_days),
    guardCell(p.competitor),
    writeAmount({ minor: p.price, currency: p.currency }),
    p.currency,
  ]);
  return stringify([COLUMNS, ...rows]);
}
