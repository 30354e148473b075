/** The newest request that the log has of a partner; null: none. */
import type { Queryable } from '../../db/pool.ts';

export const newestRequest = async (db: Queryable, partnerId: string): Promise<string | null> =>
  (
    await db.one<{ id: string }>(
      'select id from api_requests where partner_id = $1 order by id desc limit 1',
      [partnerId],
    )
  )?.id ?? null;
