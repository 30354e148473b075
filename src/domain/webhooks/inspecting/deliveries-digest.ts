import type { Queryable } from '../../../db/pool.ts';

const LOOKED_AT = 100;

/** Another text once something of the newest deliveries is another. */
export const deliveriesDigest = async (db: Queryable, partnerId: string): Promise<string> =>
  (await db.one<{ digest: string }>(
    `select md5(coalesce(string_agg(concat_ws(' ', event_id, state, attempts, updated_at), ','), ''))
       as digest
     from (select event_id, state, attempts, updated_at
       from deliveries
       where partner_id = $1
       order by event_id desc
       limit ${LOOKED_AT}) d`,
    [partnerId],
  ))!.digest;
