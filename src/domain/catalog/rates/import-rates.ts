/** A file of rates, taken whole or refused whole with every bad line named. */
import { AppError, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { dateIn, isDate } from '../../time.ts';
import { readLines, type Line, type Report, type Shape } from '../csv/format.ts';
import { readRate, type Rate } from './rates.ts';
import { currencyIssue, DATE, putRates, RATE_TEXT } from './set-rates.ts';

const SHAPE: Shape = {
  required: ['currency', 'rate'],
  columns: ['currency', 'date', 'rate'],
  one: 'rate',
  many: 'rates',
};
const MAX_PROBLEMS = 1_000;

/** Throws `invalid_request` with every bad line. */
export async function importRates(
  ctx: Context,
  actor: Actor,
  csv: string,
): Promise<{ imported: number }> {
  const { currency: to } = ctx.catalog.current();
  const problems: Problem[] = [];
  const report: Report = (line, field, expected, got) => {
    const shown = JSON.stringify(got.length > 60 ? `${got.slice(0, 60)}…` : got);
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        field: `row ${line}${field === '' ? '' : `, ${field}`}`,
        issue: `expected ${expected}; got ${shown}`,
      });
  };
  const rates = readRates(readLines(csv, report, SHAPE), to, report);
  if (problems.length > 0)
    throw new AppError(
      'invalid_request',
      `The file has ${problems.length} problems; nothing was imported.`,
      { details: problems },
    );
  await putRates(ctx, actor, rates);
  noteChange(ctx, actor, 'rates were imported', { rates: rates.length, to });
  return { imported: rates.length };
}

function readRates(lines: readonly Line[], to: string, report: Report): Rate[] {
  const today = dateIn('UTC', new Date());
  const first = new Map<string, number>();
  return lines.map(({ row, cells }) => {
    const [currency, rate] = [cells.get('currency') ?? '', cells.get('rate') ?? ''];
    const date = cells.get('date') || today;
    const issue = currencyIssue(currency, to);
    if (issue !== null) report(row, 'currency', issue, currency);
    if (!isDate(date)) report(row, 'date', `${DATE}, or nothing for today`, date);
    if (readRate(rate) === null) report(row, 'rate', RATE_TEXT, rate);
    const before = first.get(`${currency} ${date}`);
    if (before === undefined) first.set(`${currency} ${date}`, row);
    else report(row, 'date', `each currency once a day; line ${before} has ${currency} too`, date);
    return { currency, to, date, rate };
  });
}
