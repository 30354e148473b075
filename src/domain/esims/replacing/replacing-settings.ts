/**
 * What the operator wants of replacing eSIMs: one row of `shared_values`, in force everywhere within
 * 5 s.
 */
import type { Db } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { setShared } from '../../audit/set-shared.ts';

export type ReplacingSettings = {
  /**
   * Unused packages come over too where their provider does not cancel them, or not for certain: both
   * are paid.
   */
  pay_twice: boolean;
};

const DEFAULTS: ReplacingSettings = { pay_twice: false };

export type ReplacingStore = {
  /** from memory */
  current(): ReplacingSettings;
  /** Reads it anew. */
  refresh(): Promise<void>;
  set(actor: Actor, next: ReplacingSettings): Promise<ReplacingSettings>;
};

const ROW = 'replacing';

export function makeReplacingStore(db: Db): ReplacingStore {
  let settings = DEFAULTS;
  return {
    current: () => settings,
    async refresh() {
      const row = await db.one<{ value: string }>(
        'select value from shared_values where key = $1',
        [ROW],
      );
      settings = row === undefined ? DEFAULTS : (JSON.parse(row.value) as ReplacingSettings);
    },
    async set(actor, { pay_twice }) {
      const next = { pay_twice };
      const act = { key: ROW, action: 'replacing.changed', default: DEFAULTS, next };
      await db.tx((tx) => setShared(tx, actor, act));
      return (settings = next);
    },
  };
}
