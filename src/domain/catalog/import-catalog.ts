/** The operator's catalog as CSV: imported whole or refused whole, exported as it is. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { exportCsv, parseCsv } from './csv.ts';
import { replaceCatalog } from './replace-catalog.ts';

export async function importCatalog(
  ctx: Context,
  csv: string,
): Promise<{ version: number; destinations: number; bundles: number }> {
  const parsed = parseCsv(csv, [...ctx.providers.keys()]);
  if ('problems' in parsed) {
    throw new AppError(
      'invalid_catalog',
      `The file has ${parsed.problems.length} problems; nothing was imported.`,
      {
        details: parsed.problems.map((p) => ({
          field: `row ${p.row}${p.field === '' ? '' : `, ${p.field}`}`,
          issue: p.issue,
        })),
      },
    );
  }
  const { catalog } = parsed;
  const version = await ctx.db.tx((tx) => replaceCatalog(tx, catalog));
  await ctx.catalog.refresh();
  return { version, destinations: catalog.destinations.length, bundles: catalog.bundles.length };
}

export function exportCatalog(ctx: Context): string {
  const { destinations, bundles } = ctx.catalog.current();
  return exportCsv({ destinations: [...destinations], bundles: [...bundles] });
}
