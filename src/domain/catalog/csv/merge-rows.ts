/**
 * The bundles that lines make together: each line names one source, and several lines with one id
 * are one bundle, which they must describe alike.
 */
import { whyNoFit } from '../fits-bundle.ts';
import { sourceId } from '../source-id.ts';
import type { Bundle, Source } from '../types.ts';
import type { Report } from './format.ts';
import type { Row } from './row.ts';

/** What makes a bundle, by the column that says it. */
const OF_BUNDLE: Record<string, keyof Row['bundle']> = {
  destination: 'destination',
  type: 'type',
  size: 'bytes',
  duration_in_days: 'duration_days',
  label: 'label',
  traffic_policy: 'traffic_policy',
  throttling: 'throttling',
  b2b_price: 'b2b_price',
  b2c_price: 'b2c_price',
  currency: 'currency',
  priority: 'priority',
  is_active: 'is_active',
};

/** In the order of their first lines; what does not go together is reported at the later line. */
export function mergeRows(rows: readonly Row[], report: Report): Bundle[] {
  oneCurrency(rows, report);
  sameArticles(rows, report);
  const idOf = sourceIds(rows);
  return [...Map.groupBy(rows, ({ bundle }) => bundle.id).values()].map((own) =>
    bundleOf(own, idOf, report),
  );
}

function oneCurrency(rows: readonly Row[], report: Report): void {
  const [first] = rows;
  for (const { line, bundle } of rows)
    if (bundle.currency !== first!.bundle.currency)
      report(
        line.row,
        'currency',
        `one currency in the whole file, ${first!.bundle.currency} as in line ${first!.line.row}`,
        bundle.currency,
      );
}

/** An article of an account costs and covers the same in every line. */
function sameArticles(rows: readonly Row[], report: Report): void {
  const known = new Map<string, { row: number; content: string }>();
  for (const { line, source } of rows) {
    const { account, article, coverage, imsi, cost, currency, activation_window_days } = source;
    const { topup_article, starts, needs_kyc } = source;
    const key = `${account} ${article}`;
    const content = JSON.stringify([
      [coverage, imsi, cost, currency, activation_window_days],
      [topup_article, starts, needs_kyc],
    ]);
    const first = known.get(key);
    if (first === undefined) known.set(key, { row: line.row, content });
    else if (first.content !== content)
      report(
        line.row,
        'template_id',
        `coverage, imsi, cost, activation_window_days, topup_template_id, starts and needs_kyc as in line ${first.row}`,
        article,
      );
  }
}

const deliveredBy = (s: Row['source']): string =>
  JSON.stringify([s.bytes, s.duration_days, s.esim_types, s.daily_bytes, s.throttle_kbps]);

/**
 * An article that lines deliver in several sizes is one source for each. They are counted in the
 * order of what they deliver, whatever the order of the lines.
 */
function sourceIds(rows: readonly Row[]): (source: Row['source']) => string {
  const ids = new Map<string, string>();
  const keyOf = (s: Row['source']): string => `${s.account} ${s.article} ${deliveredBy(s)}`;
  const articles = Map.groupBy(
    rows.map(({ source }) => source),
    (s) => `${s.account} ${s.article}`,
  );
  for (const sources of articles.values()) {
    const variants = [...new Map(sources.map((s) => [deliveredBy(s), s])).values()].sort(
      (a, b) =>
        (a.bytes ?? Infinity) - (b.bytes ?? Infinity) ||
        a.duration_days - b.duration_days ||
        (deliveredBy(a) < deliveredBy(b) ? -1 : 1),
    );
    for (const [i, s] of variants.entries())
      ids.set(keyOf(s), sourceId(s.account, s.article, i + 1));
  }
  return (source) => ids.get(keyOf(source))!;
}

function bundleOf(
  rows: readonly Row[],
  idOf: (source: Row['source']) => string,
  report: Report,
): Bundle {
  const [first] = rows as [Row, ...Row[]];
  const said = rows.find((row) => row.bundleCoverage !== null);
  const bundle: Bundle = {
    ...first.bundle,
    coverage: said?.bundleCoverage ?? first.source.coverage,
    sources: [],
  };
  const rowOf = new Map<string, number>();
  for (const row of rows) {
    const { line, source } = row;
    agree(first, row, report);
    if (said !== undefined && row.bundleCoverage !== null) agreeOnCoverage(said, row, report);
    const article = `${source.account} ${source.article}`;
    const before = rowOf.get(article);
    if (before !== undefined)
      report(
        line.row,
        'bundle_id',
        `an article once per bundle; line ${before} has ${source.article} for it too`,
        bundle.id,
      );
    rowOf.set(article, line.row);
    const why = whyNoFit(bundle, source);
    if (why !== null)
      report(
        line.row,
        'template_id',
        `an article that delivers what line ${first.line.row} says of the bundle`,
        `${source.article}: ${why}`,
      );
    bundle.sources.push({ id: idOf(source), ...source });
  }
  bundle.sources.sort(byId);
  return bundle;
}

const byId = (a: Source, b: Source): number => (a.id < b.id ? -1 : 1);

function agree(first: Row, row: Row, report: Report): void {
  for (const [column, key] of Object.entries(OF_BUNDLE))
    if (row.bundle[key] !== first.bundle[key])
      report(
        row.line.row,
        column,
        `the same as in line ${first.line.row}, which is of the same bundle: ${first.line.cells.get(column) ?? ''}`,
        row.line.cells.get(column) ?? '',
      );
}

function agreeOnCoverage(said: Row, row: Row, report: Report): void {
  const wanted = said.bundleCoverage!.join(' ');
  const got = row.bundleCoverage!.join(' ');
  if (got !== wanted)
    report(
      row.line.row,
      'bundle_coverage',
      `the same as in line ${said.line.row}, which is of the same bundle: ${wanted}`,
      got,
    );
}
