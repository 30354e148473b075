import type { Tx } from '../../db/pool.ts';

/**
 * In the transaction that changes what is kept of the catalog in memory: every process reads it anew
 * within 5 s. Answers the version.
 */
export async function raiseCatalogVersion(tx: Tx): Promise<number> {
  const version = await tx.one<{ value: string }>(
    `insert into shared_values (key, value)
     values ('catalog_version', '1')
     on conflict (key) do update set value = (shared_values.value::bigint + 1)::text
     returning value`,
  );
  return Number(version!.value);
}
