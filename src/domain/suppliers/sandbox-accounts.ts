/** The sandbox telco's accounts are rows like any other, and there whenever staging starts. */
import type { Db } from '../../db/pool.ts';
import { raiseVersion } from './account.ts';

/** Adds those that are missing; what the operator changed of one stays. */
export async function ensureSandboxAccounts(db: Db, names: readonly string[]): Promise<void> {
  await db.tx(async (tx) => {
    const added = await tx.rows(
      `insert into supplier_accounts (name, kind, mode, priority, status, awaits_test)
       select name, 'sandbox', 'test', 100, 'active', false
       from unnest($1::text[]) as n(name)
       order by name
       on conflict do nothing
       returning 1`,
      [names],
    );
    if (added.length > 0) await raiseVersion(tx);
  });
}
