/** Where a partner's travelers who depend on an account go, or went with data left. */
import type { Queryable } from '../../../db/pool.ts';
import { HOLDING, IS_OPEN } from './holding.ts';

/** So many of a partner's travelers are looked at. */
const LOOKED_AT = 10_000;

type Row = { destinations: string[] | null; is_more: boolean; has_any: boolean };

/**
 * iso3 of packages to come and of those with data left, in order; null = nobody depends on it.
 * `destinations` is null where there are more travelers than are looked at.
 */
export async function destinationsAt(
  db: Queryable,
  partnerId: string,
  account: string,
  now: Date,
): Promise<{ destinations: string[] | null } | null> {
  const row = (await db.one<Row>(DESTINATIONS, [partnerId, account, now, LOOKED_AT]))!;
  if (!row.has_any) return null;
  return { destinations: row.is_more ? null : (row.destinations ?? []) };
}

const DESTINATIONS = `with ${HOLDING},
  things as (select unnest(array(select q.iso3
        from package_queues q
        where h.type = 'universal' and q.partner_id = $1 and q.traveler_id = h.traveler_id
          and ${IS_OPEN})
      || array(select k.iso3
        from packages k
        where k.partner_id = $1 and k.esim_id = h.esim_id and k.status = 'ACTIVE')) as iso3
    from holding h)
  select array_agg(distinct iso3 order by iso3) filter (where iso3 is not null) as destinations,
    count(*) > 0 as has_any, (select count(*) from at_account) >= $4 as is_more
  from things`;
