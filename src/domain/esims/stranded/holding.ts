/**
 * Whose eSIMs are at an account, in words for statements. What hangs on a traveler is looked up one by
 * one, by its key: however few there are, nothing else of a table is read.
 */

/**
 * The first $limit travelers of partner $1 after $after who may have an eSIM at account $2, by id: planned
 * there, or with a classic one there. A universal one is always at the account that is planned.
 */
export const atAccount = (limit: string, after = `''`): string => `
    select id
    from ((select id
        from travelers
        where partner_id = $1 and provider = $2 and id > ${after}
        order by id
        limit ${limit})
      union
      (select distinct traveler_id
        from esims
        where partner_id = $1 and provider = $2 and type = 'classic' and archived_at is null
          and traveler_id > ${after}
        order by traveler_id
        limit ${limit})) x(id)
    order by id
    limit ${limit}`;

/**
 * `holding (traveler_id, esim_id, type)`, the eSIMs of the first $4 travelers (`at_account`) that partner $1
 * has at account $2.
 */
export const HOLDING = `
  at_account as materialized (${atAccount('$4')}),
  holding as materialized (select t.id as traveler_id, e.id as esim_id, e.type
    from at_account t,
      lateral (select id, type
        from esims
        where partner_id = $1 and traveler_id = t.id and archived_at is null and provider = $2) e)`;

/** A queue `q` that a universal eSIM is still to take, at $3. */
export const IS_OPEN = `q.esim_type = 'universal' and not q.is_code and q.redeemed_at is null
      and q.cancelled_at is null and coalesce(q.expires_at > $3, true)`;
