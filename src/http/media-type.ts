/**
 * Whether a body is of the kind that is read here; refused with what was expected and what came.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../errors.ts';

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';
export const CSV_TYPE = 'text/csv';
/** Whatever the sender calls it: read as text. */
export const ANY_TYPE = '*/*';
/** What our answers are. */
export const ANSWER = {
  json: `${JSON_TYPE}; charset=utf-8`,
  html: 'text/html; charset=utf-8',
  script: 'text/javascript; charset=utf-8',
  style: 'text/css; charset=utf-8',
} as const;

const SOME_JSON = /^application\/(?:[\w.+-]+\+)?json$/;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/gi;
/** ASCII is UTF-8 as well. */
const READ = new Set(['', 'utf-8', 'utf8', 'us-ascii', 'ascii']);

const refused = (message: string): AppError => new AppError('unsupported_media_type', message);
const shown = (text: string): string => `"${text.slice(0, 100)}"`;

/** `expected`: a media type; every kind of JSON is JSON. Throws `unsupported_media_type`. */
export function checkMedia(headers: IncomingHttpHeaders, expected: string): void {
  const type = headers['content-type'] ?? '';
  const bare = type.split(';', 1)[0]!.trim().toLowerCase();
  const isExpected =
    expected === ANY_TYPE || (expected === JSON_TYPE ? SOME_JSON.test(bare) : bare === expected);
  if (!isExpected)
    throw refused(`Expected content-type: ${expected}, got ${type === '' ? 'none' : shown(type)}.`);
  for (const [, charset = ''] of type.matchAll(CHARSET))
    if (!READ.has(charset.toLowerCase()))
      throw refused(`Expected charset=utf-8 in content-type, got ${shown(charset)}.`);
  const encoding = headers['content-encoding'] ?? '';
  if (encoding.split(',').some((e) => !/^(?:identity)?$/i.test(e.trim())))
    throw refused(
      `The body has to come as it is: content-encoding ${shown(encoding)} is not read here, send it without.`,
    );
}
