/**
 * Prices as a file: what is exported is what is imported, with the column `own_price` filled in. A
 * file is taken whole or refused whole, with every bad line named.
 */
import { AppError, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { readLines, type Report, type Shape } from '../../catalog/csv/format.ts';
import { readAmount, toMajor, writeAmount } from '../../money.ts';
import type { Partner } from '../partner.ts';
import { allPrices, type PriceFilters, type PriceView } from './list-prices.ts';
import { amountText, compareOwnPrices, putOwnPrices, type ReadPrice } from './put-prices.ts';

const MONEY = ['b2b_price', 'recommended_price', 'own_price'] as const;
export const PRICE_COLUMNS = [
  'bundle_id',
  'destination',
  'destination_name',
  'package_type',
  'label',
  'size',
  'duration_in_days',
  ...MONEY,
  'currency',
] as const satisfies readonly (keyof PriceView)[];

const SHAPE: Shape = {
  required: ['bundle_id', 'own_price'],
  columns: PRICE_COLUMNS,
  one: 'price',
  many: 'prices',
};
const MAX_PROBLEMS = 1_000;
/** So many changes are shown before they are made. */
const SHOWN = 500;

/** Amounts with all decimals of their currency, as they are read back. */
export const pricesTable = (
  ctx: Context,
  partner: Partner,
  filters: PriceFilters,
): (string | number | null)[][] =>
  allPrices(ctx, partner, filters).map((row) =>
    PRICE_COLUMNS.map((name) => {
      const value = row[name];
      return typeof value === 'number' && name !== 'duration_in_days'
        ? value.toFixed(decimalsIn(row.currency))
        : value;
    }),
  );

const decimalsIn = (currency: string): number =>
  (writeAmount({ minor: 0, currency }).split('.')[1] ?? '').length;

export type FileOutcome = {
  /** bundles whose own price is another one then */
  changed: number;
  /** lines that change nothing */
  unchanged: number;
  /** the first of them */
  changes: { bundle_id: string; before: number | null; after: number | null }[];
};

/** `isDry`: says what would change, and changes nothing. */
export async function importPrices(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  csv: string,
  isDry: boolean,
): Promise<FileOutcome> {
  const prices = readPrices(ctx, csv);
  const changes = await compareOwnPrices(ctx, partner.id, prices);
  const changed = isDry
    ? changes.length
    : (await putOwnPrices(ctx, actor, partner.id, prices)).changed;
  const { currency } = ctx.catalog.current();
  const major = (minor: number | null): number | null =>
    minor === null ? null : toMajor({ minor, currency });
  return {
    changed,
    unchanged: prices.length - changed,
    changes: changes.slice(0, SHOWN).map(({ id, before, after }) => ({
      bundle_id: id,
      before: major(before),
      after: major(after),
    })),
  };
}

/** An empty cell takes the price off. Throws `invalid_request` naming every bad line. */
function readPrices(ctx: Context, csv: string): ReadPrice[] {
  const catalog = ctx.catalog.current();
  const problems: Problem[] = [];
  const report: Report = (row, field, expected, got) => {
    const shown = JSON.stringify(got.length > 60 ? `${got.slice(0, 60)}…` : got);
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        field: `row ${row}${field === '' ? '' : `, ${field}`}`,
        issue: `expected ${expected}; got ${shown}`,
      });
  };
  const seen = new Map<string, number>();
  const prices = readLines(csv, report, SHAPE).map(({ row, cells }) => {
    const name = cells.get('bundle_id') ?? '';
    const id = catalog.bundle(name)?.id ?? name;
    const amount = cells.get('own_price') ?? '';
    const currency = cells.get('currency') || catalog.currency;
    const minor = amount === '' ? null : readAmount(amount, catalog.currency);
    const before = seen.get(id);
    if (catalog.bundle(name) === null) report(row, 'bundle_id', 'the id of a bundle', name);
    else if (before !== undefined)
      report(
        row,
        'bundle_id',
        `a bundle that stands in the file once; line ${before} has it`,
        name,
      );
    if (amount !== '' && minor === null)
      report(row, 'own_price', `${amountText(catalog.currency)}, or nothing`, amount);
    if (currency !== catalog.currency)
      report(row, 'currency', `${catalog.currency}, the currency of the catalog`, currency);
    seen.set(id, row);
    return { id, minor };
  });
  if (problems.length > 0)
    throw new AppError(
      'invalid_request',
      `The file has ${problems.length} problems; no price was changed.`,
      { details: problems },
    );
  return prices;
}
