/** Which of these requests the log of a partner has. */
import type { Db } from '../../db/pool.ts';

export const keptRequests = async (
  { db }: { db: Db },
  partnerId: string,
  ids: readonly string[],
): Promise<string[]> =>
  ids.length === 0
    ? []
    : (
        await db.partnerRead(partnerId, (tx) =>
          tx.rows<{ id: string }>(
            'select id from api_requests where partner_id = $1 and id = any($2)',
            [partnerId, ids],
          ),
        )
      ).map(({ id }) => id);
