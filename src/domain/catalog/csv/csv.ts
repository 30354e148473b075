import { stringify } from 'csv-stringify/sync';
import { destinationFinder, readDestinations } from './destinations.ts';
import {
  COLUMNS,
  type CsvProblem,
  guardCell,
  type Line,
  readLines,
  type Report,
} from './format.ts';
import { readBundle } from './row.ts';
import { type CatalogData, shippedDestinations } from '../destinations.ts';
import { writeAmount } from '../../money.ts';
import { formatSize } from '../size.ts';
import type { Bundle, Destination } from '../types.ts';

export type { CsvProblem } from './format.ts';

const MAX_PROBLEMS = 1_000;

function cellsOf(bundle: Bundle, destination: Destination, shipped: boolean): string[] {
  const { template, currency } = bundle;
  const amount = (minor: number): string => writeAmount({ minor, currency });
  return [
    bundle.id,
    bundle.destination,
    bundle.type,
    bundle.bytes === null ? 'unlimited' : formatSize(bundle.bytes),
    String(bundle.duration_days),
    bundle.label,
    bundle.esim_types.join(' '),
    bundle.traffic_policy ?? '',
    bundle.throttling ?? '',
    amount(bundle.b2b_price),
    amount(bundle.b2c_price),
    currency,
    String(bundle.priority),
    String(bundle.is_active),
    template.id,
    template.provider,
    template.coverage.join(' '),
    template.imsi ?? '',
    amount(template.cost),
    String(template.activation_window_days),
    String(destination.tier),
    ...(shipped ? ['', ''] : [destination.name, destination.iso3s.join(' ')]),
  ];
}

/**
 * The catalog as CSV, one line per bundle in the order given (docs/catalog-csv.md). `parseCsv`
 * makes the same catalog of it; destinations without bundles are not in the file and come back as
 * shipped.
 */
export function exportCsv({ destinations, bundles }: CatalogData): string {
  const byId = new Map(destinations.map((destination) => [destination.id, destination]));
  const shipped = new Set(shippedDestinations().map((destination) => destination.id));
  const rows = bundles.map((bundle) => {
    const destination = byId.get(bundle.destination);
    if (!destination)
      throw new Error(
        `bundle ${bundle.id} names the destination ${bundle.destination}, which the catalog lacks`,
      );
    return cellsOf(bundle, destination, shipped.has(destination.id)).map(guardCell);
  });
  return stringify([COLUMNS, ...rows]);
}

/**
 * What only several lines together can break: an id used twice, two currencies, one template
 * described in two ways.
 */
function checkTogether(read: readonly { line: Line; bundle: Bundle }[], report: Report): void {
  const rowOfBundle = new Map<string, number>();
  const templates = new Map<string, { row: number; content: string }>();
  const currency = read[0]?.bundle.currency;
  for (const { line, bundle } of read) {
    const { row } = line;
    const first = rowOfBundle.get(bundle.id);
    if (first !== undefined)
      report(row, 'bundle_id', `an id used once; line ${first} has it too`, bundle.id);
    else rowOfBundle.set(bundle.id, row);
    if (bundle.currency !== currency)
      report(row, 'currency', `one currency in the whole file, ${currency}`, bundle.currency);

    const { id, provider, coverage, imsi, cost, activation_window_days } = bundle.template;
    const content = JSON.stringify([provider, coverage, imsi, cost, activation_window_days]);
    const known = templates.get(id);
    if (!known) templates.set(id, { row, content });
    else if (known.content !== content) {
      report(
        row,
        'template_id',
        `provider, coverage, imsi, cost and activation_window_days as in line ${known.row}`,
        id,
      );
    }
  }
}

const quote = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/**
 * The catalog a file describes, or its problems in the order of its lines, at most 1 000 of them. A
 * destination is on sale when it has an active bundle.
 * @param providers names of the providers set up on this installation; a line naming another is
 * refused
 */
export function parseCsv(
  text: string,
  providers: readonly string[],
): { catalog: CatalogData } | { problems: CsvProblem[] } {
  const problems: CsvProblem[] = [];
  const report: Report = (row, field, expected, got) => {
    if (problems.length < MAX_PROBLEMS)
      problems.push({ row, field, issue: `expected ${expected}; got ${quote(got)}` });
  };
  const lines = readLines(text, report);
  // A wrong header would make every line wrong.
  if (problems.some((problem) => problem.row === 1)) return { problems };

  const destinations = readDestinations(lines, report);
  const find = destinationFinder(destinations);
  const read = lines.flatMap((line) => {
    const bundle = readBundle(line, find, providers, report);
    return bundle ? [{ line, bundle }] : [];
  });
  checkTogether(read, report);
  if (problems.length > 0) return { problems: problems.sort((a, b) => a.row - b.row) };

  const bundles = read.map(({ bundle }) => bundle);
  const onSale = new Set(
    bundles.filter((bundle) => bundle.is_active).map((bundle) => bundle.destination),
  );
  const all = [...destinations.values()].map((destination) => ({
    ...destination,
    is_active: onSale.has(destination.id),
  }));
  return { catalog: { destinations: all, bundles } };
}
