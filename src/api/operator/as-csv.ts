import { AppError } from '../../errors.ts';

/** A JSON body got as far as this only because its parser took it. */
export function asCsv(body: unknown): string {
  if (typeof body !== 'string')
    throw new AppError('unsupported_media_type', 'Expected content-type: text/csv.');
  return body;
}
