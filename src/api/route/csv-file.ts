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

/** Throws `invalid_request` where a request came without a body. */
export function demandFile(file: FileBody | null): AsyncIterable<Buffer> {
  if (file === null) throw invalid([{ field: '', issue: 'expected a file as the body, got none' }]);
  return file.chunks;
}
