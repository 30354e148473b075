/** Lists that come page by page. */
import { ProviderUnclear } from '../provider.ts';
import { pageOf } from './map.ts';

/**
 * What `read` answers for page 1, 2, … until the last. A list that does not count its pages ends
 * with one that is empty, or that is the one before once more: who answers so knows no pages.
 * Throws ProviderUnclear beyond `most` of them.
 */
export async function* pagesOf(
  read: (page: number) => Promise<unknown>,
  most: number,
): AsyncGenerator<unknown[]> {
  let before: string | null = null;
  for (let page = 1; page <= most; page++) {
    const { items, last } = pageOf(await read(page));
    if (last === null) {
      const written = JSON.stringify(items);
      if (items.length === 0 || written === before) return;
      before = written;
    }
    yield items;
    if (last !== null && page >= last) return;
  }
  throw new ProviderUnclear('Airalo answered with a list that does not end.');
}
