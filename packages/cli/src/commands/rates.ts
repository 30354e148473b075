/** `hubby rates …`: what other currencies are worth in the catalog's. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { print } from '../print.ts';

type Rate = { currency: string; to: string; date: string; rate: number; is_in_force: boolean };
type Page = { to: string; rates: Rate[]; next_cursor: string | null };

export function addRates(program: Command): void {
  const rates = define(program, 'rates', "what other currencies are worth in the catalog's", [
    'rates set USD 0.9231',
    'rates list',
  ]);
  asOperator(
    define(rates, 'list [currency]', 'by currency, the newest first', [
      'rates list',
      'rates list USD --json',
    ]),
  ).action(list);
  asOperator(
    define(rates, 'set <currency> <rate>', "units of the catalog's currency for one of another", [
      'rates set USD 0.9231',
      'rates set JPY 0.00612 --date 2027-01-31',
    ]),
  )
    .option('--date <date>', 'from this day on (UTC); default: today')
    .action(set);
  asOperator(
    define(rates, 'import <file>', 'a CSV file with the columns currency, date, rate', [
      'rates import rates.csv',
    ]),
  ).action(async (file: string, o: ServerOptions) => {
    const data = (await operatorCall(o, 'POST', '/rates/import', readFileSync(file))) as {
      imported: number;
    };
    print(o, data, () => `${data.imported} rates are set.`);
  });
  asOperator(
    define(rates, 'remove <currency> <date>', 'the one before it is in force again', [
      'rates remove USD 2027-01-31',
    ]),
  ).action(async (currency: string, date: string, o: ServerOptions) => {
    const at = [currency, date].map(encodeURIComponent).join('/');
    const data = await operatorCall(o, 'DELETE', `/rates/${at}`);
    print(o, data, () => `The rate of ${currency} of ${date} is removed.`);
  });
}

async function list(currency: string | undefined, o: ServerOptions) {
  const all: Rate[] = [];
  let to = '';
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({
      limit: '500',
      ...(currency === undefined ? {} : { currency }),
      ...(cursor === '' ? {} : { cursor }),
    });
    const page = (await operatorCall(o, 'GET', `/rates?${query}`)) as Page;
    all.push(...page.rates);
    ({ to, next_cursor: cursor } = page);
  }
  print(o, { to, rates: all }, () =>
    all.length === 0 ? `There are no rates to ${to}.` : all.map(lineOf).join('\n'),
  );
}

async function set(currency: string, rate: string, o: ServerOptions & { date?: string }) {
  const value = Number(rate);
  if (rate.trim() === '' || Number.isNaN(value))
    throw new Error(`expected a number such as 0.9231 as the rate, got "${rate}"`);
  const body = { currency, rate: value, ...(o.date === undefined ? {} : { date: o.date }) };
  const data = (await operatorCall(o, 'PUT', '/rates', body)) as Rate;
  print(o, data, () => lineOf(data));
}

const lineOf = ({ currency, to, date, rate, is_in_force }: Rate): string =>
  `  ${date}  1 ${currency} = ${rate} ${to}${is_in_force ? '  in force' : ''}`;
