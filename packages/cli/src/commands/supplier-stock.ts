/** `hubby supplier stock`: profiles that an account at an SM-DP+ may order. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { print } from '../print.ts';

type Counts = { free: number; taken: number; lost: number };
type Group = Counts & { profile_type: string | null; plan: string | null };
type Stock = Counts & { threshold: number | null; is_low: boolean; groups: Group[] };
type Imported = { added: number; changed: number; skipped: number };

export function addStockCommand(supplier: Command): void {
  asOperator(
    define(
      supplier,
      'stock <name> [file]',
      'profiles left at an SM-DP+; with a file (CSV) adds more (docs/suppliers/es2plus.md)',
      ['supplier stock own-smdp', 'supplier stock own-smdp profiles.csv'],
    ),
  ).action(async (name: string, file: string | undefined, o: ServerOptions) => {
    const path = `/suppliers/${encodeURIComponent(name)}/stock`;
    if (file === undefined) {
      const stock = (await operatorCall(o, 'GET', path)) as Stock;
      return print(o, stock, () => tellStock(stock));
    }
    const done = (await operatorCall(o, 'POST', path, readFileSync(file))) as Imported;
    print(
      o,
      done,
      () => `${done.added} added, ${done.changed} changed, ${done.skipped} as they were.`,
    );
  });
}

function tellStock({ threshold, is_low, groups, ...all }: Stock): string {
  const rows = groups.map(
    (group) =>
      `${(group.profile_type ?? '-').padEnd(24)}  ${(group.plan ?? '-').padEnd(16)}  ${countsOf(group)}`,
  );
  const alarm = threshold === null ? '' : `; the alarm is at fewer than ${threshold} free`;
  return [...rows, `${countsOf(all)}${alarm}${is_low ? ': BELOW IT' : ''}`].join('\n');
}

const countsOf = ({ free, taken, lost }: Counts): string =>
  `${free} free, ${taken} taken, ${lost} lost`;
