/** The operator's catalog as CSV: imported whole or refused whole, exported as it is. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { exportCsv, parseCsv } from './csv.ts';
import type { CatalogData } from '../destinations.ts';
import { diff, listed } from '../catalog-diff.ts';
import { keepDecimals } from '../keep-decimals.ts';
import { replaceCatalog } from '../replace-catalog.ts';

/** The catalog of a file; throws `invalid_catalog` with every bad line. */
export function readCatalog(ctx: Pick<Context, 'suppliers'>, csv: string): CatalogData {
  const parsed = parseCsv(
    csv,
    ctx.suppliers.all().map(({ name }) => name),
  );
  if ('catalog' in parsed) return parsed.catalog;
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

export async function importCatalog(
  ctx: Context,
  actor: Actor,
  csv: string,
): Promise<{ version: number; destinations: number; bundles: number }> {
  const catalog = readCatalog(ctx, csv);
  await keepDecimals(ctx, catalog);
  const before = ctx.catalog.current();
  const version = await ctx.db.tx(async (tx) => {
    const raised = await replaceCatalog(tx, catalog);
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'catalog.imported',
      before: { version: before.version },
      after: { version: raised, ...listed(catalog, diff(before.bundles, catalog.bundles)) },
    });
    return raised;
  });
  await ctx.catalog.refresh();
  return { version, destinations: catalog.destinations.length, bundles: catalog.bundles.length };
}

export function exportCatalog(ctx: Context): string {
  const { destinations, bundles } = ctx.catalog.current();
  return exportCsv({ destinations: [...destinations], bundles: [...bundles] });
}
