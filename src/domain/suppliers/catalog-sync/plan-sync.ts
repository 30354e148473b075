import type { Queryable } from '../../../db/pool.ts';

/** Due at once; wake `syncs` after the commit. */
export const planSync = (db: Queryable, name: string, acceptsFewer: boolean): Promise<unknown> =>
  db.rows(
    `insert into catalog_syncs as s (account, next_attempt_at, accepts_fewer)
     values ($1, now(), $2)
     on conflict (account) do update set next_attempt_at = now(),
       accepts_fewer = s.accepts_fewer or excluded.accepts_fewer`,
    [name, acceptsFewer],
  );
