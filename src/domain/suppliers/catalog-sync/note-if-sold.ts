import type { Tx } from '../../../db/pool.ts';

/**
 * Processes keep in memory what is sold, and read it anew once when the reading ends. That it is to
 * be told is written beside the change: a reading may die before its end.
 */
export const noteIfSold = (tx: Tx, account: string, ids: readonly string[]): Promise<unknown> =>
  tx.rows(
    `update catalog_syncs
     set is_unannounced = true
     where account = $1 and not is_unannounced
       and exists (select 1 from bundle_sources where source_id = any($2))`,
    [account, ids],
  );
