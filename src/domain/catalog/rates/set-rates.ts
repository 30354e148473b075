/** Rates to the catalog's currency, set one by one or by a file: in force within 5 s everywhere. */
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { mismatch } from '../../../input/sentences.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct, recordChanges } from '../../audit/record-act.ts';
import { isCurrency } from '../../money.ts';
import { dateIn, isDate } from '../../time.ts';
import { raiseCatalogVersion } from '../raise-version.ts';
import { MAX_RATE_DECIMALS, rateText, type Rate } from './rates.ts';

const RATE = `a number above 0 with at most 9 digits and ${MAX_RATE_DECIMALS} decimals`;

export type RateInput = {
  currency: string;
  /** default: today (UTC) */
  date?: string | undefined;
  rate: number;
};

/** Throws `invalid_request`. One of the same currency and date is replaced. */
export async function setRate(ctx: Context, actor: Actor, input: RateInput): Promise<Rate> {
  const to = ctx.catalog.current().currency;
  const { currency, date = dateIn('UTC', new Date()) } = input;
  const rate = rateText(input.rate);
  const problems: Problem[] = [];
  const issue = currencyIssue(currency, to);
  if (issue !== null) problems.push({ field: 'currency', issue: `expected ${issue}` });
  if (!isDate(date)) problems.push({ field: 'date', issue: mismatch(DATE, date) });
  if (rate === null) problems.push({ field: 'rate', issue: mismatch(RATE, input.rate) });
  if (rate === null || problems.length > 0) throw invalid(problems);
  const made = { currency, to, date, rate };
  await putRates(ctx, actor, [made]);
  noteChange(ctx, actor, 'a rate was set', made);
  return made;
}

export const DATE = 'a date such as 2027-07-15';
export const RATE_TEXT = RATE;

/** What is expected instead; null where it can have a rate. */
export function currencyIssue(currency: string, to: string): string | null {
  if (!isCurrency(currency)) return `a currency such as USD, got "${currency}"`;
  return currency === to ? `another currency than the catalog's, which is ${to}` : null;
}

/** One is named by its currency and date. */
export async function putRates(ctx: Context, actor: Actor, rates: readonly Rate[]): Promise<void> {
  await ctx.db.tx(async (tx) => {
    await raiseCatalogVersion(tx);
    const before = await readSame(tx, rates);
    await tx.rows(
      `insert into currency_rates (currency, to_currency, date, rate)
       select *
       from unnest($1::text[], $2::text[], $3::date[], $4::numeric[])
       on conflict (to_currency, currency, date) do update
       set rate = excluded.rate, set_at = now()`,
      [
        rates.map(({ currency }) => currency),
        rates.map(({ to }) => to),
        rates.map(({ date }) => date),
        rates.map(({ rate }) => rate),
      ],
    );
    const change = { before, after: await readSame(tx, rates) };
    await recordChanges(tx, actor, { partnerId: null, action: 'rates.changed' }, change);
  });
  await ctx.catalog.refresh();
}

/** What is stored of the same currencies and dates. */
async function readSame(tx: Tx, rates: readonly Rate[]): Promise<Record<string, string>> {
  const rows = await tx.rows<{ name: string; rate: string }>(
    `select r.currency || ' ' || r.date::text as name, trim_scale(r.rate)::text as rate
     from currency_rates r
     join unnest($1::text[], $2::text[], $3::date[]) as one(currency, to_currency, date)
       using (currency, to_currency, date)`,
    [
      rates.map(({ currency }) => currency),
      rates.map(({ to }) => to),
      rates.map(({ date }) => date),
    ],
  );
  return Object.fromEntries(rows.map(({ name, rate }) => [name, rate]));
}

/** Throws 404. The one before it is in force again. */
export async function removeRate(
  ctx: Context,
  actor: Actor,
  currency: string,
  date: string,
): Promise<Pick<Rate, 'currency' | 'date'>> {
  const to = ctx.catalog.current().currency;
  const removed =
    isDate(date) && (await ctx.db.tx((tx) => deleteRate(tx, actor, { to, currency, date })));
  if (!removed) throw new AppError('not_found', 'There is no such rate.');
  await ctx.catalog.refresh();
  noteChange(ctx, actor, 'a rate was removed', { currency, to, date });
  return { currency, date };
}

async function deleteRate(
  tx: Tx,
  actor: Actor,
  { to, currency, date }: Pick<Rate, 'to' | 'currency' | 'date'>,
): Promise<boolean> {
  const gone = await tx.one<{ rate: string }>(
    `delete from currency_rates
     where to_currency = $1 and currency = $2 and date = $3::date
     returning trim_scale(rate)::text as rate`,
    [to, currency, date],
  );
  if (gone === undefined) return false;
  await raiseCatalogVersion(tx);
  await recordAct(tx, actor, {
    partnerId: null,
    action: 'rates.changed',
    before: { [`${currency} ${date}`]: gone.rate },
  });
  return true;
}
