/**
 * What a complete reading did not list is stale: out of routing, and never deleted. A reading that
 * lists far fewer articles than there were is not believed: suppliers' lists come back empty or cut
 * off when they are ill, and all that is sold would be off sale by it.
 */
import type { Db } from '../../../db/pool.ts';
import { noteIfSold } from './note-if-sold.ts';

const PAGE = 5_000;
const BATCH = 500;
/** Of fewer articles any number may go at once, but not all. */
const FEW = 20;

export type Vanished = { vanished: number; doubt: string | null };

/** `seen`: ids of the sources that were listed. */
export async function markVanished(
  db: Db,
  account: string,
  seen: ReadonlySet<string>,
): Promise<Vanished> {
  const { fresh, gone } = await compare(db, account, seen);
  if (isDoubtful(fresh, gone.length, seen.size) && !(await acceptsFewer(db, account)))
    return {
      vanished: 0,
      doubt: `It lists ${seen.size} articles, and ${gone.length} of the ${fresh} that there were are missing. Nothing is taken for vanished; if it is right, run: npx hubby catalog sync ${account} --accept-fewer`,
    };
  for (let at = 0; at < gone.length; at += BATCH)
    await markStale(db, account, gone.slice(at, at + BATCH));
  return { vanished: gone.length, doubt: null };
}

/** `fresh`: how many were listed before. */
export const isDoubtful = (fresh: number, gone: number, listed: number): boolean =>
  gone > 0 && (listed === 0 || (fresh >= FEW && gone * 2 > fresh));

async function compare(
  db: Db,
  account: string,
  seen: ReadonlySet<string>,
): Promise<{ fresh: number; gone: string[] }> {
  const gone: string[] = [];
  let fresh = 0;
  for (let last = ''; ;) {
    const rows = await db.rows<{ id: string }>(
      `select id
       from sources
       where account = $1 and id > $2 and last_seen_at is not null and not is_stale
       order by id
       limit ${PAGE}`,
      [account, last],
    );
    fresh += rows.length;
    for (const { id } of rows) if (!seen.has(id)) gone.push(id);
    if (rows.length < PAGE) return { fresh, gone };
    last = rows.at(-1)!.id;
  }
}

async function acceptsFewer(db: Db, account: string): Promise<boolean> {
  const row = await db.one<{ accepts_fewer: boolean }>(
    'select accepts_fewer from catalog_syncs where account = $1',
    [account],
  );
  return row?.accepts_fewer ?? false;
}

/** They were last seen by the complete reading before this one. */
const markStale = (db: Db, account: string, ids: readonly string[]): Promise<void> =>
  db.tx(async (tx) => {
    await tx.rows(
      `update sources s
       set is_stale = true, last_seen_at = greatest(s.last_seen_at, c.completed_at)
       from catalog_syncs c
       where c.account = $1 and s.id = any($2)`,
      [account, ids],
    );
    await noteIfSold(tx, account, ids);
  });
