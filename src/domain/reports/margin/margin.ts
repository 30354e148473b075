/**
 * GET /api/operator/reports/margin: what packages brought in, what suppliers charged for them, and
 * what is left. docs/reports.md defines every figure.
 */
import { invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { dateIn } from '../../time.ts';
import { readDays, type Days, type DaysQuery } from '../days.ts';
import { ordersByDay } from './orders-by-day.ts';
import { readRates } from './rates-of-days.ts';
import { addUp, viewSum, type MarginRow, type Sum } from './sums.ts';

export const BY = ['partner', 'bundle', 'supplier', 'month'] as const;
export type By = (typeof BY)[number];
export const MARGIN_DAYS = { usual: 31, most: 92 };
const MOST_ROWS = 10_000;

export type MarginQuery = DaysQuery & { by?: string | undefined; partner_id?: string | undefined };
export type Margin = Days & { by: By[]; rows: MarginRow[]; totals: MarginRow[] };

/**
 * Days are of UTC. Rows in the order of what they are told apart by, totals by currency. Throws 400, also
 * where there would be too many rows, and 404 for a partner that is none.
 */
export async function margin(ctx: Context, query: MarginQuery): Promise<Margin> {
  const days = readDays(query, dateIn('UTC', new Date()), MARGIN_DAYS);
  const by = readBy(query.by);
  const partners = await partnersOf(ctx, query.partner_id);
  const rates = await readRates(ctx.db, days.to);
  const sums = new Map<string, Sum>();
  const totals = new Map<string, Sum>();
  for (const { id, name } of partners)
    for (const row of await ordersByDay(ctx, id, days)) {
      const found = { ...row, currency: row.currency ?? ctx.catalog.current().currency };
      const full = {
        partner: { partner_id: id, partner: name },
        bundle: { bundle_id: row.bundle_id },
        supplier: { supplier: row.supplier },
        month: { month: row.day.slice(0, 7) },
      };
      const labels = Object.assign({}, ...by.map((one) => full[one])) as Partial<MarginRow>;
      addUp(sums, labels, found, rates);
      addUp(totals, {}, found, rates);
      if (sums.size > MOST_ROWS) throw tooMany();
    }
  return { ...days, by, rows: viewAll(sums), totals: viewAll(totals) };
}

const viewAll = (sums: ReadonlyMap<string, Sum>): MarginRow[] =>
  [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => viewSum(sum));

function readBy(text: string | undefined): By[] {
  if (text === undefined) return [...BY];
  const names = text.split(',');
  const wrong = names.find((name) => !BY.some((one) => one === name));
  if (wrong !== undefined)
    throw invalid([
      { field: 'by', issue: `expected some of ${BY.join(', ')} with commas, got "${wrong}"` },
    ]);
  return BY.filter((one) => names.includes(one));
}

const tooMany = () =>
  invalid([
    {
      field: 'by',
      issue: `expected what makes at most ${MOST_ROWS} rows: fewer days, one partner, or less in by`,
    },
  ]);

const partnersOf = async (
  ctx: Context,
  id: string | undefined,
): Promise<{ id: string; name: string }[]> =>
  id === undefined
    ? ctx.db.rows<{ id: string; name: string }>('select id, name from partners order by id')
    : [await findPartner(ctx, id)];
