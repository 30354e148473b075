/**
 * How far the feed's cursors have come, kept ahead of them: a restored database counts transactions
 * from earlier on.
 */
import type { Db, Queryable } from '../../../db/pool.ts';

/** More transactions than a fail-over loses, and few enough to be used up in seconds. */
export const STEP = 100_000n;

export type FeedCeiling = {
  /**
   * Before a cursor at `tx` is handed out. Writes once in a hundred thousand transactions of the
   * server.
   */
  raise(tx: string): Promise<void>;
};

export function makeFeedCeiling(db: Db): FeedCeiling {
  let known = 0n;
  return {
    async raise(tx) {
      if (BigInt(tx) < known) return;
      known = await setCeiling(db, BigInt(tx) + STEP);
    },
  };
}

/** Never lowers it; answers where it stands. */
export async function setCeiling(db: Queryable, tx: bigint): Promise<bigint> {
  const row = await db.one<{ tx: string }>(
    `insert into feed_ceiling (tx) values ($1::xid8) on conflict (one)
       do update set tx = greatest(feed_ceiling.tx, excluded.tx) returning tx::text`,
    [String(tx)],
  );
  return BigInt(row!.tx);
}

export async function readCeiling(db: Queryable): Promise<bigint> {
  const row = await db.one<{ tx: string }>('select tx::text from feed_ceiling');
  return BigInt(row?.tx ?? 0);
}
