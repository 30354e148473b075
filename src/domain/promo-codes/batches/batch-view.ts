/** Promo codes that were made or imported together, as the wire shows them. */
import { AppError } from '../../../errors.ts';
import type { Queryable } from '../../../db/pool.ts';

export type BatchRow = {
  id: string;
  name: string;
  is_imported: boolean;
  package: BatchPackage | null;
  valid_until: Date | null;
  codes: number;
  created_at: Date;
  created_by: string;
};
/** What codes of a batch are for, as it was asked. */
export type BatchPackage = {
  package_id?: string | undefined;
  destination?: string | undefined;
  size?: string | undefined;
  package_type?: string | undefined;
  package_duration?: number | undefined;
};

export const BATCH_COLUMNS =
  'id, name, is_imported, package, valid_until, codes, created_at, created_by';

export const viewBatch = (row: BatchRow) => ({
  id: row.id,
  name: row.name,
  is_imported: row.is_imported,
  package: row.package,
  valid_until: row.valid_until?.toISOString() ?? null,
  codes: row.codes,
  created_at: row.created_at.toISOString(),
  created_by: row.created_by,
});
export type BatchView = ReturnType<typeof viewBatch>;

/** Throws 404 `code_batch_not_found`. */
export async function findBatch(db: Queryable, partnerId: string, id: string): Promise<BatchRow> {
  const row = await db.one<BatchRow>(
    `select ${BATCH_COLUMNS}
     from promo_code_batches
     where partner_id = $1 and id = $2`,
    [partnerId, id],
  );
  if (row === undefined)
    throw new AppError('code_batch_not_found', 'There is no such batch of promo codes.');
  return row;
}
