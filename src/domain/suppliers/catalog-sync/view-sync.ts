/** How old the catalog of an account is, and what its last reading came to. */
import type { Queryable } from '../../../db/pool.ts';

export type SyncView = {
  /** of the last reading that came to its end */
  read_at: string | null;
  is_running: boolean;
  next_at: string;
  /** null = none has ended */
  last: {
    started_at: string;
    ended_at: string;
    seconds: number;
    articles: number;
    new: number;
    changed: number;
    vanished: number;
    left_out: number;
    waiting: number;
    failure: string | null;
  } | null;
};

type Row = {
  account: string;
  next_attempt_at: Date;
  is_running: boolean;
  started_at: Date | null;
  ended_at: Date | null;
  completed_at: Date | null;
  articles: number;
  added: number;
  changed: number;
  vanished: number;
  left_out: number;
  waiting: number;
  failure: string | null;
};

/** By account; of those that were never to be read there is none. */
export async function syncsOf(
  db: Queryable,
  accounts: readonly string[],
): Promise<Map<string, SyncView>> {
  const rows = await db.rows<Row>(
    `select account, next_attempt_at, coalesce(lease_until > clock_timestamp(), false) as is_running,
       started_at, ended_at, completed_at, articles, added, changed, vanished, left_out, waiting,
       failure
     from catalog_syncs
     where account = any($1)`,
    [accounts],
  );
  return new Map(rows.map((row) => [row.account, view(row)]));
}

export const syncOf = async (db: Queryable, account: string): Promise<SyncView | null> =>
  (await syncsOf(db, [account])).get(account) ?? null;

function view(row: Row): SyncView {
  const { started_at, ended_at } = row;
  return {
    read_at: row.completed_at?.toISOString() ?? null,
    is_running: row.is_running,
    next_at: row.next_attempt_at.toISOString(),
    last:
      started_at === null || ended_at === null
        ? null
        : {
            started_at: started_at.toISOString(),
            ended_at: ended_at.toISOString(),
            seconds: Math.max(0, (ended_at.getTime() - started_at.getTime()) / 1_000),
            articles: row.articles,
            new: row.added,
            changed: row.changed,
            vanished: row.vanished,
            left_out: row.left_out,
            waiting: row.waiting,
            failure: row.failure,
          },
  };
}
