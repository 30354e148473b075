/**
 * The records of a file as they come: its header first, checked, then each row with its cells. What
 * is wrong with the whole file is thrown; what is wrong with one row stands beside it.
 */
import { Readable } from 'node:stream';
import { CsvError, parse, type InfoRecord } from 'csv-parse';
import { invalid, type AppError } from '../../../errors.ts';
import { unguardCell } from '../../catalog/csv/format.ts';
import { NOT_PLAIN } from '../plain.ts';
import { separatorOf } from './separator.ts';

export const MAX_ROWS = 100_000;
export const MAX_COLUMNS = 200;
export const MAX_CELL = 4_000;
const MAX_NAME = 200;
const MAX_RECORD_BYTES = 128 * 1024;

/** `row`: the line on which it begins; the header is 1. */
export type Row = { row: number; cells: string[]; flaw: string | null };

type Raw = { record: string[]; info: InfoRecord };

const wrong = (row: number, issue: string): AppError => invalid([{ field: `row ${row}`, issue }]);

/** Yields the names of the columns, then the rows. Throws `invalid_request`. */
export async function* readRecords(
  texts: AsyncIterable<string>,
): AsyncGenerator<{ columns: string[] } | Row> {
  let columns: string[] | null = null;
  let count = 0;
  for await (const { record, info } of parsed(texts)) {
    // The parser counts to a record's end; one with line breaks in it began earlier.
    const row = info.lines - record.join('').split('\n').length + 1;
    if (columns === null) {
      columns = headerOf(record);
      yield { columns };
      continue;
    }
    if (++count > MAX_ROWS)
      throw wrong(
        row,
        `expected at most ${MAX_ROWS} rows, got more; send the rest as another file`,
      );
    yield rowOf(columns, row, record);
  }
  if (columns === null) throw wrong(1, 'expected a header and at least one booking, got nothing');
  if (count === 0) throw wrong(2, 'expected at least one booking, got only a header');
}

async function* parsed(texts: AsyncIterable<string>): AsyncGenerator<Raw> {
  const { separator, all } = await separatorOf(texts);
  const source = Readable.from(all, { highWaterMark: 1 });
  const parser = parse({
    delimiter: separator,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    // `info: true` makes pairs, which its types don't know.
    for await (const one of parser as AsyncIterable<unknown>) yield one as Raw;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error['lines'] ?? 1);
    throw error.code === 'CSV_MAX_RECORD_SIZE'
      ? wrong(row, `expected a row of at most ${MAX_RECORD_BYTES} bytes; is a quote not closed?`)
      : wrong(
          row,
          `expected values separated by "${separator}", quoted as in RFC 4180; ${error.message}`,
        );
  } finally {
    source.destroy();
  }
}

function headerOf(record: readonly string[]): string[] {
  if (record.length > MAX_COLUMNS)
    throw wrong(1, `expected at most ${MAX_COLUMNS} columns, got ${record.length}`);
  const columns = record.map((cell, i) => {
    const name = unguardCell(cell.trim());
    return name === '' ? `column ${i + 1}` : name;
  });
  for (const [i, name] of columns.entries()) {
    if (name.length > MAX_NAME || NOT_PLAIN.test(name))
      throw wrong(
        1,
        `expected names of plain text, at most ${MAX_NAME} characters, in column ${i + 1}`,
      );
    if (columns.indexOf(name) < i)
      throw wrong(1, `expected each name once, got ${JSON.stringify(name)} twice`);
  }
  return columns;
}

function rowOf(columns: readonly string[], row: number, record: readonly string[]): Row {
  const cells = record
    .slice(0, MAX_COLUMNS)
    .map((cell) => unguardCell(cell.trim()).slice(0, MAX_CELL).toWellFormed());
  if (record.length !== columns.length)
    return { row, cells, flaw: `expected ${columns.length} cells, got ${record.length}` };
  const long = record.findIndex((cell) => cell.trim().length > MAX_CELL);
  const flaw =
    long === -1
      ? null
      : `expected at most ${MAX_CELL} characters in ${JSON.stringify(columns[long])}`;
  return { row, cells, flaw };
}
