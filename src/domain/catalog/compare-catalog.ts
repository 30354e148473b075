/** What an import would change, before it does. */
import type { Context } from '../../context.ts';
import { diff, listed, type CatalogDiff } from './catalog-diff.ts';
import { readCatalog } from './csv/import-catalog.ts';
import { keepDecimals } from './keep-decimals.ts';

/** Throws `invalid_catalog` where the import would. Stores nothing. */
export async function compareCatalog(ctx: Context, csv: string): Promise<CatalogDiff> {
  const catalog = readCatalog(ctx, csv);
  await keepDecimals(ctx, catalog);
  const { bundles, destinations } = catalog;
  const changes = diff(ctx.catalog.current().bundles, bundles);
  return listed({ bundles, destinations }, changes);
}
