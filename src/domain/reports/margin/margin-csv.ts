/** The margin report as a file: one line per row, without the totals. */
import { stringify } from 'csv-stringify/sync';
import { guardCell } from '../../catalog/csv/format.ts';
import { decimalsOf } from '../../money.ts';
import type { By, Margin } from './margin.ts';
import type { MarginRow } from './sums.ts';

const LABELS: Record<By, readonly (keyof MarginRow)[]> = {
  partner: ['partner_id', 'partner'],
  bundle: ['bundle_id'],
  supplier: ['supplier'],
  month: ['month'],
};
const FIGURES = ['currency', 'packages', 'revenue', 'cost', 'margin', 'margin_share'] as const;

/** Names are made harmless to spreadsheets, as in the catalog's file. */
export function marginCsv({ by, rows }: Margin): string {
  const labels = by.flatMap((one) => LABELS[one]);
  const header = [...labels, ...FIGURES, 'unconverted', 'without_cost'];
  return stringify([
    header,
    ...rows.map((row) => [
      ...labels.map((label) => guardCell(String(row[label] ?? ''))),
      ...FIGURES.map((figure) => cellOf(row, figure)),
      row.unconverted
        .map(({ cost, currency }) => `${amount(cost, currency)} ${currency}`)
        .join(' '),
      String(row.without_cost),
    ]),
  ]);
}

function cellOf(row: MarginRow, figure: (typeof FIGURES)[number]): string {
  const value = row[figure];
  if (value === null) return '';
  return figure === 'revenue' || figure === 'cost' || figure === 'margin'
    ? amount(value as number, row.currency)
    : String(value);
}

const amount = (major: number, currency: string): string => major.toFixed(decimalsOf(currency));
