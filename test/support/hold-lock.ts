/**
 * A second database session, for races that one process alone never has: it holds locks until the
 * test lets go.
 */
import pg from 'pg';
import { until } from '../faults/checks.ts';
import type { Hubby } from '../harness.ts';

export type HeldLock = {
  /** rows that the statement answered or changed */
  rowCount: number;
  /** Ends the transaction as if it had never been. After the first end: nothing. */
  release(): Promise<void>;
  /** Ends the transaction so that what it wrote stays. */
  commit(): Promise<void>;
};

/**
 * Runs a statement in an open transaction of its own, as the superuser, and keeps what it locked or
 * wrote. Give `release` to `t.after`, so that a failing test leaves nobody waiting.
 */
export async function holdLock(
  hubby: Hubby,
  text: string,
  params: unknown[] = [],
): Promise<HeldLock> {
  const client = new pg.Client(hubby.adminConfig);
  await client.connect();
  let isOpen = true;
  const end = async (how: 'commit' | 'rollback'): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    try {
      await client.query(how);
    } finally {
      await client.end();
    }
  };
  try {
    await client.query('begin');
    const { rowCount } = await client.query(text, params);
    return {
      rowCount: rowCount ?? 0,
      release: () => end('rollback'),
      commit: () => end('commit'),
    };
  } catch (error) {
    await end('rollback');
    throw error;
  }
}

/** Waits until at least `count` sessions of this database stand before somebody else's lock. */
export async function untilBlocked(hubby: Hubby, count = 1): Promise<void> {
  await until(`${count} sessions wait for a lock`, async () => {
    const [row] = await hubby.sql<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
    );
    return row!.n >= count;
  });
}
