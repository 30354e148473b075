/**
 * When keys were used last, to the minute: a figure, so it never delays an answer or makes one fail.
 * What is noted while a write is under way goes with the next.
 */
import { LRUCache } from 'lru-cache';
import type { Db } from '../../../db/pool.ts';

const MINUTE_MS = 60_000;

export type KeyUses = {
  /** Of a request whose signature was good. */
  note(keyId: string): void;
};

type Warn = { warn(fields: object, message: string): void };

export function makeKeyUses(db: Db, log: Warn): KeyUses {
  const noted = new LRUCache<string, true>({ max: 50_000, ttl: MINUTE_MS });
  let waiting: string[] = [];
  let isWriting = false;

  async function write(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const used = waiting;
      waiting = [];
      await store(db, log, used);
    }
    isWriting = false;
  }

  return {
    note(keyId) {
      if (noted.has(keyId)) return;
      noted.set(keyId, true);
      waiting.push(keyId);
      if (!isWriting) void write();
    },
  };
}

/** Once a minute over all processes. */
async function store(db: Db, log: Warn, used: readonly string[]): Promise<void> {
  try {
    await db.rows(
      `update api_keys
       set last_used_at = now()
       where id = any($1) and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [used],
      'note-key-use',
    );
  } catch (error) {
    log.warn(
      { message: error instanceof Error ? error.message : String(error), keys: used.length },
      'the last use of keys was not noted',
    );
  }
}
