import { stringify } from 'csv-stringify/sync';
import { destinationFinder, readDestinations } from './destinations.ts';
import { COLUMNS, type CsvProblem, guardCell, readLines, type Report } from './format.ts';
import { mergeRows } from './merge-rows.ts';
import { readRow } from './row.ts';
import { type CatalogData, shippedDestinations } from '../destinations.ts';
import { writeAmount } from '../../money.ts';
import { formatSize } from '../size.ts';
import { trafficFigures } from '../traffic-figures.ts';
import type { Bundle, Destination, Source } from '../types.ts';

export type { CsvProblem } from './format.ts';

const MAX_PROBLEMS = 1_000;

function cellsOf(
  bundle: Bundle,
  source: Source,
  destination: Destination,
  shipped: boolean,
): string[] {
  const amount = (minor: number, currency = bundle.currency): string =>
    writeAmount({ minor, currency });
  return [
    bundle.id,
    bundle.destination,
    bundle.type,
    bundle.bytes === null ? 'unlimited' : formatSize(bundle.bytes),
    String(bundle.duration_days),
    bundle.label,
    source.esim_types.join(' '),
    bundle.traffic_policy ?? '',
    bundle.throttling ?? '',
    amount(bundle.b2b_price),
    amount(bundle.b2c_price),
    bundle.currency,
    String(bundle.priority),
    String(bundle.is_active),
    source.article,
    source.account,
    source.coverage.join(' '),
    source.imsi ?? '',
    amount(source.cost, source.currency),
    String(source.activation_window_days),
    String(destination.tier),
    ...(shipped ? ['', ''] : [destination.name, destination.iso3s.join(' ')]),
    ...deliveredCells(bundle, source),
  ];
}

/** Only what is not as the bundle says, so that a file stays readable. */
function deliveredCells(bundle: Bundle, source: Source): string[] {
  const figures = trafficFigures(bundle.traffic_policy);
  const other = <T>(value: T, otherwise: T): string =>
    value === otherwise ? '' : value === null ? 'none' : String(value);
  const coverage = bundle.coverage.join(' ');
  return [
    source.topup_article ?? '',
    other(source.bytes, bundle.bytes),
    other(source.duration_days, bundle.duration_days),
    other(source.daily_bytes, figures.daily_bytes),
    other(source.throttle_kbps, figures.throttle_kbps),
    other(source.starts, 'first_use'),
    source.needs_kyc ? 'true' : '',
    other(source.currency, bundle.currency),
    coverage === bundle.sources[0]!.coverage.join(' ') ? '' : coverage,
  ];
}

/**
 * The catalog as CSV, one line per source of each bundle in the order given (docs/catalog-csv.md).
 * `parseCsv` makes the same catalog of it; destinations without bundles are not in the file and come
 * back as shipped, and a bundle without sources is not in it at all.
 */
export function exportCsv({ destinations, bundles }: CatalogData): string {
  const byId = new Map(destinations.map((destination) => [destination.id, destination]));
  const shipped = new Set(shippedDestinations().map((destination) => destination.id));
  const rows = bundles.flatMap((bundle) => {
    const destination = byId.get(bundle.destination);
    if (!destination)
      throw new Error(
        `bundle ${bundle.id} names the destination ${bundle.destination}, which the catalog lacks`,
      );
    return bundle.sources.map((source) =>
      cellsOf(bundle, source, destination, shipped.has(destination.id)).map(guardCell),
    );
  });
  return stringify([COLUMNS, ...rows]);
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
    const row = readRow(line, find, providers, report);
    return row ? [row] : [];
  });
  const bundles = mergeRows(read, report);
  if (problems.length > 0) return { problems: problems.sort((a, b) => a.row - b.row) };

  const onSale = new Set(
    bundles.filter((bundle) => bundle.is_active).map((bundle) => bundle.destination),
  );
  const all = [...destinations.values()].map((destination) => ({
    ...destination,
    is_active: onSale.has(destination.id),
  }));
  return { catalog: { destinations: all, bundles } };
}
