/**
 * Whose universal eSIM is at an account, in words for statements. What hangs on a traveler is looked up
 * one by one, by its key: however few there are, nothing else of a table is read.
 */

/**
 * `holding (traveler_id, esim_id)`, of the first $4 travelers (`at_account`) whom partner $1 has at account
 * $2.
 */
export const HOLDING = `
  at_account as materialized (select id
    from travelers
    where partner_id = $1 and provider = $2
    order by id
    limit $4),
  holding as materialized (select t.id as traveler_id, e.id as esim_id
    from at_account t,
      lateral (select id
        from esims
        where partner_id = $1 and traveler_id = t.id and type = 'universal'
          and archived_at is null and provider = $2
        limit 1) e)`;

/** A queue `q` that such an eSIM is still to take, at $3. */
export const IS_OPEN = `q.esim_type = 'universal' and not q.is_code and q.redeemed_at is null
      and q.cancelled_at is null and coalesce(q.expires_at > $3, true)`;
