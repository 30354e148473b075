/** Tables as files, also those that come and go piece by piece. */
import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { guardCell } from '../../domain/catalog/csv/format.ts';
import { invalid } from '../../errors.ts';
import type { FileBody } from '../../http/read-file.ts';
import type { RawAnswer } from './route.ts';

/** To be saved under that name; what it is made of is read as fast as it is taken. */
export const csvFile = (name: string, texts: AsyncIterable<string>): RawAnswer => ({
  raw: Readable.from(texts, { objectMode: false, highWaterMark: 64 * 1024 }),
  headers: { 'content-disposition': `attachment; filename="${name}"` },
});

/** A table that is there whole, to be saved under that name; what has no value is an empty cell. */
export const csvTable = (
  name: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): RawAnswer => ({
  raw: stringify([columns, ...rows.map((row) => row.map((cell) => guardCell(String(cell ?? ''))))]),
  headers: { 'content-disposition': `attachment; filename="${name}"` },
});

/** A column's name, and what stands in it; what has no value is an empty cell. */
export type CsvColumn<Row> = readonly [name: string, cell: (row: Row) => unknown];
type PageRead<Row> = { rows: readonly Row[]; next_cursor: string | null };

/**
 * A list as a file, however long it is: page by page, as fast as it is taken. What is wrong with the
 * question is thrown before the first byte.
 */
export async function csvPages<Row>(
  name: string,
  columns: readonly CsvColumn<Row>[],
  read: (cursor: string | undefined) => Promise<PageRead<Row>>,
): Promise<RawAnswer> {
  const cells = (row: Row): string[] =>
    columns.map(([, cell]) => guardCell(String(cell(row) ?? '')));
  const first = await read(undefined);
  async function* texts(): AsyncIterable<string> {
    yield stringify([columns.map(([column]) => column)]);
    for (let page = first; ; page = await read(page.next_cursor)) {
      if (page.rows.length > 0) yield stringify(page.rows.map(cells));
      if (page.next_cursor === null) return;
    }
  }
  return csvFile(name, texts());
}

/** Throws `invalid_request` where a request came without a body. */
export function demandFile(file: FileBody | null): AsyncIterable<Buffer> {
  if (file === null) throw invalid([{ field: '', issue: 'expected a file as the body, got none' }]);
  return file.chunks;
}
