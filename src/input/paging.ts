/**
 * Lists page by page. A cursor holds the place of the last row that was shown, opaque to whoever
 * hands it back; one row more than asked for is read, to see whether any is left.
 */
import { invalid, type Problem } from '../errors.ts';
import { mismatch } from './sentences.ts';

/** `next_cursor` of the page before, and how many at most. */
export type Paging = { cursor?: string | undefined; limit?: number | undefined };
/** How many a page holds at most, and where nobody says. */
export type PageSize = { most: number; usual: number };

const EXPECTED = 'next_cursor of an earlier answer';

export const writeCursor = (place: string): string => Buffer.from(place).toString('base64url');
/** The text in it, whatever it is. */
export const readCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

/**
 * The place that a cursor names, null for the start. `read`: the place in its text, null where that
 * is none of this list. What is none is a problem.
 */
export function placeIn<P>(
  cursor: string | undefined,
  read: (text: string) => P | null,
  problems: Problem[],
  expected: string = EXPECTED,
): P | null {
  if (cursor === undefined) return null;
  const place = read(readCursor(cursor));
  if (place === null) problems.push({ field: 'cursor', issue: mismatch(expected, cursor) });
  return place;
}

/** The same for lists that have nothing else to check: throws `invalid_request`. */
export function placeOf<P>(
  cursor: string | undefined,
  read: (text: string) => P | null,
  expected?: string,
): P | null {
  const problems: Problem[] = [];
  const place = placeIn(cursor, read, problems, expected);
  if (problems.length > 0) throw invalid(problems);
  return place;
}

/** Where a list stands that goes by an instant and then by ids. */
export type PlaceInTime = { at: string; id: string };
const INSTANT = /^\d{4}-\d\d-\d\d [\d:.]{8,15}[+-][\d:]{2,8}$/;

/**
 * Of places like `2030-12-31 22:59:59.999+00 pur_…`: the instant as PostgreSQL writes it, to the
 * microsecond. `isId`: which ids are of this list.
 */
export const readPlaceInTime =
  (isId: (text: string) => boolean) =>
  (text: string): PlaceInTime | null => {
    const end = text.lastIndexOf(' ');
    const [at, id] = [text.slice(0, end), text.slice(end + 1)];
    return INSTANT.test(at) && !Number.isNaN(Date.parse(at)) && isId(id) ? { at, id } : null;
  };

/**
 * So many rows are looked at for one page where no index finds those that fit. With fewer found, the
 * cursor names the last row that was looked at: such a page is short, perhaps empty, and the next
 * one goes on behind it.
 */
export const SCANNED = 1_000;

/** Before everything that has a time: where a list that shows the oldest first begins. */
export const BEFORE_ALL: PlaceInTime = { at: '-infinity', id: '' };

/** Behind every id of ours: where a list that shows the newest first begins. */
export const BEHIND_ALL = '~';

export type Page<Row> = { page: Row[]; next_cursor: string | null };

/**
 * `rows`: up to one more than `limit`. `place`: where a row stands, as `read` takes it. `reached`:
 * the place of the last row that was looked at, where more are left to look at.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => string,
  reached?: string | null,
): Page<Row> {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const next = last === undefined ? reached : place(last);
  return { page, next_cursor: next == null ? null : writeCursor(next) };
}
