/**
 * Pages of a list. Older ones are put below those that are there: rows that were chosen stay in
 * sight, j and k go through all of them, and on coming back everything is where it was.
 */
import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query';
import { call, queryOf } from '../data/client.ts';
import { askFor, keyOf, type List, type Search } from '../data/lists.ts';

export type Page<Row> = { rows: Row[]; next: string | null };
export type Pages<Row> = InfiniteData<Page<Row>>;

const KEPT_MS = 15 * 60_000;

export async function fetchPage<Row>(
  list: List<Row>,
  path: string,
  search: Search,
  zone: string | undefined,
  cursor?: string,
): Promise<Page<Row>> {
  const query = queryOf({ ...list.fixed, ...askFor(list, search, zone), cursor });
  const answer = await call<unknown>('GET', `${path}/${list.call}${query}`);
  if (list.field === undefined) return { rows: answer as Row[], next: null };
  const page = answer as Record<string, unknown>;
  return {
    rows: page[list.field] as Row[],
    next: (page['next_cursor'] ?? null) as string | null,
  };
}

export const listPages = <Row>(
  list: List<Row>,
  path: string,
  search: Search,
  zone: string | undefined,
) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(path, list), 'pages', search, zone] as readonly unknown[],
    // The newest page is looked at when the list is opened and when the stream says so; all pages
    // at once would come back with other rows at another place.
    staleTime: Infinity,
    gcTime: KEPT_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => fetchPage(list, path, search, zone, pageParam),
    getNextPageParam: (page: Page<Row>) => page.next ?? undefined,
  });

/** Of exactly what the filters show. */
export const csvOf = (
  list: List<never>,
  path: string,
  search: Search,
  zone: string | undefined,
): string =>
  `/web-api/${path}/${list.csv ?? `${list.call}.csv`}${queryOf(askFor(list, search, zone))}`;

type IdOf<Row> = (row: Row) => string;

/** Rows of the newest page that are not there yet. */
export function newIn<Row>(pages: Pages<Row>, head: Page<Row>, idOf: IdOf<Row>): Row[] {
  const known = new Set(pages.pages.flatMap(({ rows }) => rows.map(idOf)));
  return head.rows.filter((row) => !known.has(idOf(row)));
}

/** What is there as the newest page has it, every row at its place. */
export function renew<Row>(pages: Pages<Row>, head: Page<Row>, idOf: IdOf<Row>): Pages<Row> {
  const byId = new Map(head.rows.map((row) => [idOf(row), row]));
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      rows: page.rows.map((row) => byId.get(idOf(row)) ?? row),
    })),
  };
}

/**
 * The newest page in place of the rows that it is about; those below stay. Where it shares no row
 * with what is there, something would be missing between: it stands alone then.
 */
export function putOnTop<Row>(pages: Pages<Row>, head: Page<Row>, idOf: IdOf<Row>): Pages<Row> {
  const [first, ...older] = pages.pages;
  const ids = new Set(head.rows.map(idOf));
  const last = first?.rows.findLastIndex((row) => ids.has(idOf(row))) ?? -1;
  if (first === undefined || last === -1) return { pages: [head], pageParams: [undefined] };
  const below = first.rows.slice(last + 1);
  return {
    ...pages,
    pages: [
      {
        rows: [...head.rows, ...below],
        next: below.length > 0 || older.length > 0 ? first.next : head.next,
      },
      ...older,
    ],
  };
}
