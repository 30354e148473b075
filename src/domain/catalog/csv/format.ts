import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';

/**
 * One problem of a file. `row` is the line in the file (the header is 1), `field` the column, empty
 * for the whole line or file.
 */
export type CsvProblem = { row: number; field: string; issue: string };

/** One line of the file below the header: cells by column. */
export type Line = { row: number; cells: Map<string, string> };

export type Report = (row: number, field: string, expected: string, got: string) => void;

export const REQUIRED_COLUMNS = [
  'bundle_id',
  'destination',
  'type',
  'size',
  'duration_in_days',
  'label',
  'esim_types',
  'traffic_policy',
  'throttling',
  'b2b_price',
  'b2c_price',
  'currency',
  'priority',
  'is_active',
  'template_id',
  'provider',
  'coverage',
  'imsi',
  'cost',
  'activation_window_days',
];
/** Absent or empty they leave the shipped destination as it is. */
const DESTINATION_COLUMNS = ['destination_tier', 'destination_name', 'destination_countries'];
/** What a source delivers, where it is not what the bundle says. */
const SOURCE_COLUMNS = [
  'topup_template_id',
  'delivered_bytes',
  'delivered_days',
  'daily_bytes',
  'throttle_kbps',
  'starts',
  'needs_kyc',
  'cost_currency',
  'bundle_coverage',
];
export const OPTIONAL_COLUMNS = [...DESTINATION_COLUMNS, ...SOURCE_COLUMNS];
export const COLUMNS = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];

/** What a file has to look like; `one` and `many`: what its lines are. */
export type Shape = {
  required: readonly string[];
  columns: readonly string[];
  one: string;
  many: string;
};
export const CATALOG: Shape = {
  required: REQUIRED_COLUMNS,
  columns: COLUMNS,
  one: 'bundle',
  many: 'lines',
};

const MAX_CHARACTERS = 32 * 1024 * 1024;
const MAX_ROWS = 100_000;
const MAX_CELL = 4_000;
/**
 * Control characters, line breaks, halves of characters, signs that turn the direction of what
 * follows (a text would read otherwise than it is), and what decoding left of bytes that are no
 * UTF-8 (a file saved in another encoding).
 */
const NOT_PLAIN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u;

/**
 * Spreadsheets run cells that begin with `= + - @`, a tab or a line's end; an apostrophe in front stops them. One that
 * stands there already gets a second.
 */
export function guardCell(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Undoes `guardCell`. */
export function unguardCell(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

type Raw = { record: string[]; info: InfoRecord };

/** Undefined where the text is no CSV at all. */
function records(text: string, report: Report): Raw[] | undefined {
  if (text.length > MAX_CHARACTERS)
    report(1, '', 'a file of at most 32 MB', `${text.length} characters`);
  else if (text.includes('\0'))
    report(text.slice(0, text.indexOf('\0')).split('\n').length, '', 'text', 'a NUL byte');
  else {
    try {
      const options = {
        bom: true,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
      };
      // One kind of line end, or the parser counts lines differently within quotes. `info: true`
      // makes pairs, which its types don't know.
      return parse(text.replace(/\r\n?/g, '\n'), options) as unknown as Raw[];
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      report(
        Number(error['lines'] ?? 1),
        '',
        'comma-separated values, quoted as in RFC 4180',
        error.message,
      );
    }
  }
  return undefined;
}

function checkHeader(header: string[], shape: Shape, report: Report): void {
  for (const column of shape.required)
    if (!header.includes(column)) report(1, column, 'this column in the header', 'none');
  for (const [i, column] of header.entries()) {
    if (!shape.columns.includes(column))
      report(
        1,
        column.slice(0, 60).toWellFormed(),
        `a header of ${shape.columns.join(',')}`,
        column,
      );
    else if (header.indexOf(column) < i) report(1, column, 'this column once', 'a second one');
  }
}

const SEPARATORS = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' };

/**
 * What stands between the columns where it is no comma: spreadsheets take what the country of their
 * user does.
 */
function otherSeparator([first = '', ...more]: string[], shape: Shape): string | null {
  if (more.length > 0) return null;
  const found = Object.entries(SEPARATORS).find(([sign]) => {
    const names = first.split(sign).map((name) => name.trim().replace(/^"|"$/g, ''));
    return names.length > 1 && names.some((name) => shape.columns.includes(name));
  });
  return found?.[1] ?? null;
}

/**
 * The file's lines as cells by column: quoting, header and cell count checked, the apostrophes of
 * `guardCell` taken off.
 */
export function readLines(text: string, report: Report, shape: Shape = CATALOG): Line[] {
  const all = records(text, report);
  if (!all) return [];
  const [first, ...rest] = all;
  if (!first) {
    report(1, '', `a header and at least one ${shape.one}`, 'an empty file');
    return [];
  }
  const header = first.record.map((name) => name.trim());
  const separator = otherSeparator(header, shape);
  if (separator !== null) {
    report(1, '', 'columns separated by commas', separator);
    return [];
  }
  checkHeader(header, shape, report);
  if (rest.length === 0) report(1, '', `at least one ${shape.one}`, 'only a header');
  if (rest.length > MAX_ROWS)
    report(1, '', `at most ${MAX_ROWS} ${shape.many}`, String(rest.length));
  const lines: Line[] = [];
  for (const { record, info } of rest.slice(0, MAX_ROWS)) {
    // The parser counts to a record's end; a record with line breaks in it began earlier.
    const row = info.lines - record.join('').split('\n').length + 1;
    if (record.length !== header.length)
      report(row, '', `${header.length} cells`, String(record.length));
    const bad = record.findIndex((cell) => cell.length > MAX_CELL || NOT_PLAIN.test(cell));
    if (bad >= 0)
      report(
        row,
        header[bad] ?? '',
        `plain UTF-8 text of at most ${MAX_CELL} characters`,
        record[bad]!,
      );
    if (record.length !== header.length || bad >= 0) continue;
    lines.push({
      row,
      cells: new Map(header.map((name, i) => [name, unguardCell(record[i]!.trim())])),
    });
  }
  return lines;
}
