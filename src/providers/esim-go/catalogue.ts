/** All bundles on sale, page by page. */
import type { Article } from '../article.ts';
import { patiently } from '../patiently.ts';
import { ProviderUnclear } from '../provider.ts';
import { toCataloguePage } from './articles.ts';
import type { EsimGo } from './client.ts';
import { readOrganisation } from './organisation.ts';

/**
 * Two pages a second may be asked for, however long they are: by the hundred, ten thousand bundles
 * take a minute. eSIM Go names no greatest length; one that it may have is found by what comes.
 */
const PER_PAGE = 250;
/** No page is cut shorter than the usual one. */
const SHORTEST = 50;
/** What a page of it counts for in eSIM Go's limits. */
const COST = 5;

/** Returns, after the last page, how many bundles made no sense and were left out. */
export async function* catalogue(
  api: EsimGo,
  group: string | null,
  patienceMs: number,
): AsyncGenerator<Article[], number> {
  // Prices are in the account's currency, which the catalogue does not name.
  const { currency } = await readOrganisation(api);
  const seen = new Set<string>();
  let leftOut = 0;
  let longest = SHORTEST;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const body = await patiently(patienceMs, () =>
      api.read(`/catalogue?${query(page, group)}`, COST),
    );
    const { articles, size, pageCount } = toCataloguePage(body, currency);
    const fresh = articles.filter(({ id }) => !seen.has(id));
    // Nothing but what was there before: this list has no pages, and says the same to each question.
    if (articles.length > 0 && fresh.length === 0) return leftOut;
    for (const { id } of fresh) seen.add(id);
    leftOut += size - articles.length;
    if (fresh.length > 0) yield fresh;
    // Pages may be shorter than was asked for: their number counts, where it is said.
    const isLast = pageCount === null ? size < longest : page >= pageCount;
    if (isLast || size === 0) return leftOut;
    longest = Math.max(longest, size);
  }
  // What was not read would look as if it were no longer sold.
  throw new ProviderUnclear('eSIM Go answered with a catalogue that does not end.');
}

const MAX_PAGES = 1_000;

const query = (page: number, group: string | null): URLSearchParams =>
  new URLSearchParams({
    page: String(page),
    perPage: String(PER_PAGE),
    direction: 'asc',
    orderBy: 'name',
    ...(group === null ? {} : { group }),
  });
