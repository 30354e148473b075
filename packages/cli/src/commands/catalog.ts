/** `hubby catalog …`: what is sold. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { amountText, print } from '../print.ts';
import { addPublishing } from './publishing.ts';
import { addSync } from './catalog-sync.ts';

/** Of each kind of change; the JSON has more. */
const MAX_SHOWN = 20;

export function addCatalog(program: Command): void {
  const catalog = define(program, 'catalog', 'what is sold', [
    'catalog export --out catalog.csv',
    'catalog import catalog.csv --dry-run',
    'catalog preview',
  ]);
  asOperator(
    define(catalog, 'import <file>', 'replace the catalog with a CSV file (docs/catalog-csv.md)', [
      'catalog import catalog.csv --dry-run',
      'catalog import catalog.csv',
    ]),
  )
    .option('--dry-run', 'only show what would be new, gone, dearer, cheaper')
    .action(importCatalog);
  asOperator(define(catalog, 'export', 'the catalog as CSV', ['catalog export --out catalog.csv']))
    .option('--out <file>', 'default: standard output')
    .action(exportCatalog);
  addPublishing(catalog);
  addSync(catalog);
}

async function importCatalog(file: string, o: ServerOptions & { dryRun?: boolean }) {
  const csv = readFileSync(file);
  if (o.dryRun) {
    const diff = (await operatorCall(o, 'POST', '/catalog/compare', csv)) as Diff;
    return print(o, diff, () => tellDiff(diff));
  }
  const data = (await operatorCall(o, 'POST', '/catalog/import', csv)) as {
    bundles: number;
    destinations: number;
  };
  print(
    o,
    data,
    () => `${data.bundles} bundles for ${data.destinations} destinations are in force.`,
  );
}

async function exportCatalog(o: ServerOptions & { out?: string }) {
  const data = (await operatorCall(o, 'GET', '/catalog/export')) as { csv: string };
  if (o.out !== undefined) writeFileSync(o.out, data.csv);
  if (o.json) console.log(JSON.stringify(o.out === undefined ? data : { file: o.out }));
  else if (o.out === undefined) process.stdout.write(data.csv);
  else console.log(`Written to ${o.out}.`);
}

type Price = { b2b_price: number; b2c_price: number; currency: string };
type Line = { id: string; label: string; before?: Price; after?: Price };
const KINDS = ['new', 'gone', 'dearer', 'cheaper', 'changed'] as const;
type Kind = (typeof KINDS)[number];
type Diff = Record<Kind, Line[]> & { counts: Record<Kind | 'unchanged', number> };

function tellDiff(diff: Diff): string {
  const changes = KINDS.filter((kind) => diff.counts[kind] > 0).flatMap((kind) => {
    const more = diff.counts[kind] - MAX_SHOWN;
    return [
      `${kind} (${diff.counts[kind]})`,
      ...diff[kind].slice(0, MAX_SHOWN).map(tellLine),
      ...(more > 0 ? [`  … and ${more} more (--json lists up to 500)`] : []),
    ];
  });
  const counted = KINDS.map((kind) => `${diff.counts[kind]} ${kind}`).join(', ');
  return [...changes, `${counted}, ${diff.counts.unchanged} unchanged. Nothing was imported.`].join(
    '\n',
  );
}

const priceText = ({ b2b_price, b2c_price, currency }: Price): string =>
  `${amountText(b2b_price, currency)}/${amountText(b2c_price, currency)} ${currency}`;
const tellLine = ({ id, label, before, after }: Line): string =>
  `  ${id.padEnd(34)} ${label}${before === undefined || after === undefined ? '' : `  ${priceText(before)} → ${priceText(after)}`}`;
