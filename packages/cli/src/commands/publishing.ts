/** `hubby catalog rules|preview|publish …`: sources become bundles with prices. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define, parseJson } from '../command.ts';
import { amountText, print } from '../print.ts';

/** Of each kind of change; the JSON has more. */
const MAX_SHOWN = 20;

export function addPublishing(catalog: Command): void {
  asOperator(
    define(catalog, 'preview', 'what publishing by the rules would change (docs/publishing.md)', [
      'catalog preview',
    ]),
  ).action(preview);
  asOperator(
    define(catalog, 'publish <digest>', 'publish what the preview of this digest said', [
      'catalog publish 3f0c92d1a8b7e6f54c3b2a1908f7e6d5',
    ]),
  ).action(publish);
  asOperator(
    define(catalog, 'rules', 'the publishing rules, in the order in which they are asked', [
      'catalog rules',
    ]),
  ).action(rules);
  asOperator(
    define(catalog, 'set-rule <name> <file>', 'set a publishing rule from a JSON file', [
      'catalog set-rule europe europe.json',
    ]),
  ).action(setRule);
  asOperator(
    define(catalog, 'remove-rule <name>', 'remove a publishing rule', [
      'catalog remove-rule europe',
    ]),
  ).action(removeRule);
  asOperator(
    define(catalog, 'market-prices <file>', "replace competitors' prices with a CSV file", [
      'catalog market-prices market.csv',
    ]),
  ).action(marketPrices);
}

type Prices = { b2b_price: number; b2c_price: number };
type Made = Prices & { id: string; label: string; margin_percent: number | null };
type Preview = {
  digest: string;
  currency: string;
  counts: Record<string, number>;
  appear: Made[];
  change: (Made & { before: Prices })[];
  vanish: { id: string; label: string; why: string }[];
  below_floor: { bundle: string; source: string; least: number; b2b_price: number }[];
  waiting: { source: string; bundles: string[] }[];
  not_made: { id: string; why: string }[];
};

async function preview(o: ServerOptions) {
  const data = (await operatorCall(o, 'GET', '/publishing-rules/preview')) as Preview;
  print(o, data, () => tell(data));
}

function tell(p: Preview): string {
  const amount = (major: number): string => amountText(major, p.currency);
  const prices = (of: Prices): string => `${amount(of.b2b_price)}/${amount(of.b2c_price)}`;
  const margin = (of: Made): string =>
    of.margin_percent === null ? '' : `, ${of.margin_percent} % above cost`;
  const priced = (of: Made, before = ''): string =>
    `  ${of.id.padEnd(34)} ${of.label}  ${before}${prices(of)} ${p.currency}${margin(of)}`;
  const sections: [string, string[]][] = [
    ['appear', p.appear.map((b) => priced(b))],
    ['change', p.change.map((b) => priced(b, `${prices(b.before)} → `))],
    ['vanish', p.vanish.map((b) => `  ${b.id.padEnd(34)} ${b.label}  ${b.why}`)],
    [
      'below_floor',
      p.below_floor.map(
        (b) =>
          `  ${b.bundle.padEnd(34)} ${b.source} needs ${amount(b.least)}, the price is ${amount(b.b2b_price)} ${p.currency}`,
      ),
    ],
    ['waiting', p.waiting.map((w) => `  ${w.source} waits for approval: ${w.bundles.join(', ')}`)],
    ['not_made', p.not_made.map((n) => `  ${n.id.padEnd(34)} ${n.why}`)],
  ];
  const counted = Object.entries(p.counts).map(([name, n]) => `${n} ${name.replace('_', ' ')}`);
  return [
    ...sections.flatMap(([name, lines]) => section(name, lines, p.counts[name]!)),
    `${counted.join(', ')}. Nothing was published.`,
    `To publish just this: npx hubby catalog publish ${p.digest}`,
  ].join('\n');
}

function section(name: string, lines: readonly string[], count: number): string[] {
  if (count === 0) return [];
  const more = count - MAX_SHOWN;
  return [
    `${name.replace('_', ' ')} (${count})`,
    ...lines.slice(0, MAX_SHOWN),
    ...(more > 0 ? [`  … and ${more} more (--json lists up to 500)`] : []),
  ];
}

async function publish(digest: string, o: ServerOptions) {
  const data = (await operatorCall(o, 'POST', '/publishing-rules/publish', { digest })) as {
    version: number;
    appeared: number;
    changed: number;
    vanished: number;
  };
  print(
    o,
    data,
    () =>
      `${data.appeared} appeared, ${data.changed} changed, ${data.vanished} vanished: version ${data.version} of the catalog is in force.`,
  );
}

type Rule = {
  name: string;
  position: number;
  destinations: string[];
  types: string[];
  margin: { percent: number };
};

async function rules(o: ServerOptions) {
  const data = (await operatorCall(o, 'GET', '/publishing-rules')) as Rule[];
  print(o, data, () =>
    data.length === 0 ? 'There are no publishing rules.' : data.map(tellRule).join('\n'),
  );
}

const tellRule = ({ name, position, destinations, types, margin }: Rule): string =>
  `${name}  position ${position}, ${types.join(' and ')} for ${destinations.join(' ')}, ${margin.percent} % above cost`;

async function setRule(name: string, file: string, o: ServerOptions) {
  const body = parseJson(readFileSync(file, 'utf8'), file);
  const path = `/publishing-rules/${encodeURIComponent(name)}`;
  const data = (await operatorCall(o, 'PUT', path, body)) as Rule;
  print(o, data, () => `${tellRule(data)}. It changes nothing until it is published.`);
}

async function removeRule(name: string, o: ServerOptions) {
  const path = `/publishing-rules/${encodeURIComponent(name)}`;
  const data = await operatorCall(o, 'DELETE', path);
  print(o, data, () => `${name} is removed. What it made goes when the catalog is published next.`);
}

async function marketPrices(file: string, o: ServerOptions) {
  const data = (await operatorCall(o, 'POST', '/market-prices', readFileSync(file))) as {
    imported: number;
  };
  print(o, data, () => `${data.imported} prices of competitors are in force.`);
}
