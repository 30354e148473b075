/** Lists of a BSS, page by page, whatever it thinks of pages. */
import { list, type Fields } from '../../fields.ts';
import type { Answer } from '../../http.ts';
import { ProviderUnclear } from '../../provider.ts';
import type { Api, Session } from './session.ts';

export type Listing = {
  api: Api;
  /** such as `/productOrder` */
  path: string;
  /** filters and fields; not every server takes them */
  query: Record<string, string>;
  /** pages that are read at most */
  most: number;
  /**
   * Of a server that gives its first page again where the next one is asked for: whether these rows
   * are all there are. Not asked where a page was as long as we allow: more may be behind it.
   */
  isWhole?(rows: readonly Fields[]): boolean;
};

const PAGE = 100;

/**
 * Of each page the rows that no page before had, as their ids tell. What is no object is a row
 * without fields. Throws `ProviderUnclear` where the end of the list cannot be seen.
 */
export async function* readPages(session: Session, listing: Listing): AsyncGenerator<Fields[]> {
  const seen = new Set<unknown>();
  let read = 0;
  for (let page = 0; page < listing.most; page++) {
    const answer = await session.ask(listing.api, pathOf(listing, read));
    const rows = list(answer.body, 'list').map(fieldsOf);
    const fresh = rows.filter((row) => !seen.has(row['id']));
    const before = seen.size;
    for (const { id } of fresh) if (typeof id === 'string') seen.add(id);
    if (fresh.length > 0) yield fresh;
    read += rows.length;
    if (rows.length === 0 || isAll(answer, read)) return;
    if (seen.size > before) continue;
    if (isRepeatedWhole(listing, rows)) return;
    throw new ProviderUnclear('The BSS gives no list that has an end.');
  }
  throw new ProviderUnclear('The BSS has too many rows in one list.');
}

export async function readAll(session: Session, listing: Listing): Promise<Fields[]> {
  const all: Fields[] = [];
  for await (const rows of readPages(session, listing)) all.push(...rows);
  return all;
}

const fieldsOf = (row: unknown): Fields =>
  typeof row === 'object' && row !== null ? (row as Fields) : {};

function pathOf({ path, query }: Listing, offset: number): string {
  const page = { offset: String(offset), limit: String(PAGE) };
  return `${path}?${new URLSearchParams({ ...query, ...page })}`;
}

const isRepeatedWhole = ({ isWhole }: Listing, rows: readonly Fields[]): boolean =>
  rows.length !== PAGE && (isWhole?.(rows) ?? true);

/** Many say how many there are, in one of two headers; the others are asked for one page more. */
function isAll({ headers }: Answer, read: number): boolean {
  const range = /\/(\d+)$/.exec(String(headers['content-range'] ?? ''))?.[1];
  const total = headers['x-total-count'] ?? range;
  return typeof total === 'string' && /^\d{1,9}$/.test(total) && read >= Number(total);
}
