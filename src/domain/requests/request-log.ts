/**
 * Gathers requests of partners and writes them in batches. Nobody waits for it, and it is the first
 * to give way: what does not fit, or comes while this process or the database is behind, is dropped
 * and counted.
 */
import { LRUCache } from 'lru-cache';
import type { Db } from '../../db/pool.ts';
import { sizeOf, type KeptRequest } from './kept-request.ts';
import { writeRequests } from './write-requests.ts';

/** Of all that waits, what is being written included. */
const MOST_ROWS = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;
/** Of one statement: so few that putting it together keeps nobody waiting. */
const BATCH_ROWS = 400;
const BATCH_BYTES = 512 * 1024;
const EVERY_MS = 1_000;
const WARN_MS = 60_000;
const STOP_MS = 5_000;
/** Requests of one key whose signature or scope is not good: anybody can send those. */
const FAILED_MS = 1_000;

const REASONS = ['full', 'late', 'failed'] as const;
export type DropReason = (typeof REASONS)[number];

export type RequestLog = {
  keep(request: KeptRequest): void;
  /** One that is not kept, since this process is too far behind. */
  dropLate(): void;
  /** Of a key whose signature or scope was not good; once a second, since anybody can name it. */
  mayKeepFailed(keyId: string): boolean;
  written(): number;
  dropped(): Readonly<Record<DropReason, number>>;
  /** Writes all that waits, or drops it. */
  flush(): Promise<void>;
  /** The same within 5 s. */
  close(): Promise<void>;
};

type Warn = { warn(fields: object, message: string): void };

/** `db`: one of its own, so that neither waits for the other's connections. */
export function makeRequestLog(db: Db, log: Warn): RequestLog {
  const drops = makeDrops(log);
  const queue = makeQueue(db, drops);
  const failed = new LRUCache<string, true>({ max: 10_000, ttl: FAILED_MS });
  return {
    keep(request) {
      if (!queue.add(request)) drops.note('full');
    },
    dropLate: () => drops.note('late'),
    mayKeepFailed(keyId) {
      if (failed.has(keyId)) return false;
      failed.set(keyId, true);
      return true;
    },
    written: queue.written,
    dropped: () => drops.counts,
    flush: queue.flush,
    async close() {
      let end: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        end = setTimeout(resolve, STOP_MS);
      });
      await Promise.race([queue.flush(), late]);
      clearTimeout(end);
      queue.stop();
    },
  };
}

type Drops = ReturnType<typeof makeDrops>;

function makeQueue(db: Db, drops: Drops) {
  let waiting: KeptRequest[] = [];
  const held = { rows: 0, bytes: 0 };
  let written = 0;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  /** Answers how many rows are gone from those that wait. */
  async function writeBatch(): Promise<number> {
    const { batch, bytes } = firstOf(waiting);
    waiting = waiting.slice(batch.length);
    try {
      await writeRequests(db, batch);
      written += batch.length;
    } catch (error) {
      drops.note('failed', batch.length, error);
    }
    held.rows -= batch.length;
    held.bytes -= bytes;
    return batch.length;
  }
  /** What waits by then, and whole batches of what comes meanwhile: small ones cost most. */
  async function write(): Promise<void> {
    let left = waiting.length;
    while (left > 0 || waiting.length >= BATCH_ROWS) left -= await writeBatch();
  }
  const begin = (): Promise<void> =>
    (writing ??= write().finally(() => {
      writing = null;
      if (waiting.length > 0) later();
    }));
  function later(): void {
    timer ??= setTimeout(() => {
      timer = null;
      void begin();
    }, EVERY_MS).unref();
  }

  return {
    written: () => written,
    /** Answers whether there was room. */
    add(request: KeptRequest): boolean {
      const size = sizeOf(request);
      if (held.rows >= MOST_ROWS || held.bytes + size > MOST_BYTES) return false;
      waiting.push(request);
      held.rows++;
      held.bytes += size;
      if (waiting.length < BATCH_ROWS) later();
      else void begin();
      return true;
    },
    async flush(): Promise<void> {
      while (waiting.length > 0 || writing !== null) await begin();
    },
    stop(): void {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** As many of the first as go into one statement, one at least. */
function firstOf(waiting: readonly KeptRequest[]): { batch: KeptRequest[]; bytes: number } {
  let bytes = 0;
  let count = 0;
  while (count < Math.min(waiting.length, BATCH_ROWS) && (count === 0 || bytes < BATCH_BYTES))
    bytes += sizeOf(waiting[count++]!);
  return { batch: waiting.slice(0, count), bytes };
}

/** Counts what was dropped; at most a line a minute says so. */
function makeDrops(log: Warn) {
  const counts: Record<DropReason, number> = { full: 0, late: 0, failed: 0 };
  let warnedAt = -Infinity;
  return {
    counts,
    note(reason: DropReason, count = 1, error?: unknown): void {
      counts[reason] += count;
      if (performance.now() - warnedAt < WARN_MS) return;
      warnedAt = performance.now();
      log.warn(
        { ...counts, ...(error === undefined ? {} : { message: messageOf(error) }) },
        'requests of partners were not kept for them',
      );
    },
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
