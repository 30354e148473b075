/** A list as one file: page by page until there is no more. */
import { invalid } from '../errors.ts';

/** More are not taken into one file. */
export const MOST_IN_FILE = 50_000;

/**
 * Everything that the list has, in its order. Throws `invalid_request` where that is more than a
 * file holds. `read`: the rows of one page, and the cursor of the next.
 */
export async function allPages<Row>(
  read: (cursor: string | undefined) => Promise<{ rows: Row[]; next_cursor: string | null }>,
  what: string,
): Promise<Row[]> {
  const all: Row[] = [];
  let cursor: string | undefined;
  do {
    const { rows, next_cursor } = await read(cursor);
    all.push(...rows);
    if (all.length > MOST_IN_FILE)
      throw invalid([
        { field: 'from', issue: `expected a time of at most ${MOST_IN_FILE} ${what}` },
      ]);
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
