/**
 * Due work is a row with `next_attempt_at`, and `lease_until` and `fence` where several may be at
 * it: whoever takes a row holds it until its lease ends and acts with no lock. The fence is raised
 * with every lease, and what a holder writes names the fence it was given, so that a slow one's word
 * is void once another has taken over. Whoever dies over a row leaves it to the next.
 *
 * These are the words of it for statements, put together from constants only, so that every
 * statement can be read without running it (test/sql-statements.test.ts).
 */

/** Nobody is at it. */
export const FREE = '(lease_until is null or lease_until < clock_timestamp())';

/** Takes the lease, for so many milliseconds: a number, or a parameter of the statement. */
export const lease = (ms: number | string): string =>
  `fence = fence + 1, lease_until = clock_timestamp() + ${ms} * interval '1 ms'`;

export type Claim = {
  table: string;
  /** primary key, several columns with commas */
  key: string;
  /** instant from which it is due, indexed */
  due?: string;
  /** further condition on what is taken: `FREE` where there are leases */
  which: string;
  /**
   * what taking writes: `lease(…)`; or, where there is no lease, `due` moved on past the longest
   * try, so that it comes again by itself
   */
  take: string;
  /** how many at most: a number, or a parameter */
  limit: number | string;
};

/**
 * Takes what has been due for longest; workers that take at the same time share it out. `returning`
 * follows. By statement_timestamp(), which an index can answer: asked for clock_timestamp(),
 * PostgreSQL would look through all that is planned for later.
 */
export const claim = ({ table, key, due = 'next_attempt_at', which, take, limit }: Claim): string =>
  `update ${table}
   set ${take}
   where (${key}) in (select ${key}
     from ${table}
     where ${due} <= statement_timestamp() and ${which}
     order by ${due}
     limit ${limit}
     for update skip locked)`;

/**
 * Every value of a column among planned rows, by a loose scan of the index (column,
 * next_attempt_at): it costs by the number of values, however many rows there are.
 */
export const plannedBy = (table: string, column: string): string =>
  `with recursive p as ((select ${column}
     from ${table}
     where next_attempt_at is not null
     order by ${column}
     limit 1)
     union all select (select d.${column}
       from ${table} d
       where d.${column} > p.${column} and d.next_attempt_at is not null
       order by d.${column}
       limit 1)
     from p
     where p.${column} is not null)
   select ${column}
   from p
   where ${column} is not null`;

/**
 * The first planned row of each partner, `partner_id` and `due_at`, by a loose scan of the index
 * (partner_id, due): it costs by the number of partners.
 */
export const firstOfPartners = (table: string, due: string, which: string): string =>
  `with recursive p as ((select d.partner_id, d.${due} as due_at
     from ${table} d
     where ${which}
     order by d.partner_id, d.${due}
     limit 1)
     union all select n.partner_id, n.due_at
     from p,
       lateral (select d.partner_id, d.${due} as due_at
         from ${table} d
         where d.partner_id > p.partner_id and ${which}
         order by d.partner_id, d.${due}
         limit 1) n)
   select partner_id, due_at
   from p`;

/**
 * Partners with something due at their own time. One whose clock is being moved is left to who moves
 * it. $1 = now.
 */
export const partnersWithDue = (table: string, due: string, which: string): string =>
  `select p.partner_id
   from (${firstOfPartners(table, due, which)}) p
   left join partner_clocks c using (partner_id)
   where p.due_at <= $1::timestamptz + coalesce(c.offset_ms, 0) * interval '1 ms'
     and coalesce(c.advancing_until < clock_timestamp(), true)`;
