/** Reads the whole catalog of one account into `sources`, page by page. */
import type { Context } from '../../../context.ts';
import type { Article } from '../../../providers/article.ts';
import { sourceId } from '../../catalog/source-id.ts';
import { reasonOf, UnfitAccount } from '../failure-text.ts';
import { markVanished } from './mark-vanished.ts';
import { storeArticles } from './store-articles.ts';
import { makesSense } from './take-article.ts';

/** Between two of them everything else has its turn. */
const AT_ONCE = 500;
/**
 * How long a page waits while the supplier has no room for a call: somewhat more than the minute by
 * which some count, and less than the lease of the reading.
 */
const PATIENCE_MS = 90_000;
/** More than any supplier has: a catalog that does not end must not fill the memory. */
const MAX_ARTICLES = 200_000;

/** `failure` in a sentence, null = it came to the end and is believed. */
export type Reading = {
  articles: number;
  added: number;
  changed: number;
  vanished: number;
  left_out: number;
  waiting: number;
  failure: string | null;
};

/** Thrown by `goOn`: somebody else reads it, or the process stops. */
export class Interrupted extends Error {}

/** `goOn` is called before each page. Throws only what that throws, and what is wrong here. */
export async function readCatalog(
  ctx: Pick<Context, 'db' | 'providers' | 'catalog' | 'log'>,
  account: string,
  goOn: () => Promise<void>,
): Promise<Reading> {
  const reading: Reading = {
    articles: 0,
    added: 0,
    changed: 0,
    vanished: 0,
    left_out: 0,
    waiting: 0,
    failure: null,
  };
  const seen = new Set<string>();
  try {
    const provider = ctx.providers.get(account);
    if (provider === undefined)
      throw new UnfitAccount('The account cannot be set up in this release.');
    const pages = provider.catalog(PATIENCE_MS)[Symbol.asyncIterator]();
    try {
      for (;;) {
        await goOn();
        const page = await pages.next();
        if (page.done === true) {
          if (typeof page.value === 'number') reading.left_out += page.value;
          break;
        }
        await takePage(ctx, account, page.value, seen, reading);
      }
    } finally {
      await pages.return?.();
    }
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    reading.failure = `It broke off: ${reasonOf(error)}`;
    ctx.log.warn({ account, why: reading.failure }, 'a catalog was not read to its end');
    return reading;
  }
  const { vanished, doubt } = await markVanished(ctx.db, account, seen);
  if (doubt !== null) ctx.log.warn({ account, why: doubt }, 'a catalog is not believed');
  return { ...reading, vanished, failure: doubt };
}

async function takePage(
  { db, catalog }: Pick<Context, 'db' | 'catalog'>,
  account: string,
  page: readonly Article[],
  seen: Set<string>,
  reading: Reading,
): Promise<void> {
  const taken: Article[] = [];
  for (const article of page) {
    const id = sourceId(account, article.id);
    if (!makesSense(article) || seen.has(id)) reading.left_out++;
    else {
      seen.add(id);
      taken.push(article);
    }
  }
  reading.articles += taken.length;
  if (seen.size > MAX_ARTICLES) throw new UnfitAccount('The catalog does not end.');
  for (let at = 0; at < taken.length; at += AT_ONCE) {
    const some = taken.slice(at, at + AT_ONCE);
    const stored = await storeArticles(db, account, some, catalog.current().rates());
    reading.added += stored.added;
    reading.changed += stored.changed;
    reading.waiting += stored.waiting;
  }
}
