/**
 * Lists of destinations as they were answered, to be answered again: they are long, and change with
 * the catalog and the partner's prices only, which their ETag names.
 */
import { LRUCache } from 'lru-cache';

/** In characters: a list has about 70 000, one for each partner, language and kind. */
const KEPT = 16_000_000;

export type ShownCatalogs = {
  /** The JSON of what `make` makes. */
  get(etag: string, make: () => object): string;
};

export function makeShownCatalogs(): ShownCatalogs {
  const known = new LRUCache<string, string>({
    maxSize: KEPT,
    sizeCalculation: (json) => json.length,
  });
  return {
    get(etag, make) {
      let json = known.get(etag);
      if (json === undefined) known.set(etag, (json = JSON.stringify(make())));
      return json;
    },
  };
}
