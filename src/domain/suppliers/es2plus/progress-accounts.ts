import type { Queryable } from '../../../db/pool.ts';

/** Accounts at an SM-DP+, with what says who may tell of their profiles. */
export const progressAccounts = (
  db: Queryable,
): Promise<{ name: string; baseUrl: string; settings: Record<string, unknown> }[]> =>
  db.rows<{ name: string; baseUrl: string; settings: Record<string, unknown> }>(
    `select name, base_url as "baseUrl", settings from supplier_accounts
     where kind = 'es2plus' and base_url is not null
     order by name`,
  );
