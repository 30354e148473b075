/** A partner's imports, newest first. */
import type { Context } from '../../context.ts';
import { readId } from '../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../input/paging.ts';
import type { Partner } from '../partners/partner.ts';
import { IMPORT_COLUMNS, viewImport, type ImportRow, type ImportView } from './import-view.ts';

export const IMPORTS_PAGE: PageSize = { most: 100, usual: 25 };

export async function listImports(
  ctx: Context,
  { id: partnerId }: Partner,
  { cursor, limit = IMPORTS_PAGE.usual }: Paging,
): Promise<{ imports: ImportView[]; next_cursor: string | null }> {
  const before = placeOf(cursor, readId('imp')) ?? BEHIND_ALL;
  const rows = await ctx.db.partnerRead(partnerId, (db) =>
    db.rows<ImportRow>(
      `select ${IMPORT_COLUMNS}
       from imports
       where partner_id = $1 and id < $2 and state <> 'receiving'
       order by id desc
       limit $3`,
      [partnerId, before, limit + 1],
    ),
  );
  const { page, next_cursor } = pageOf(rows, limit, ({ id }) => id);
  return { imports: page.map(viewImport), next_cursor };
}
