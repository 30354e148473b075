/**
 * Hands a search to a thread of its own: one per runtime, started when first needed, one search
 * after another.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../errors.ts';
import type { CoverResult } from './cover.ts';
import type { CoverCandidate } from './problem.ts';
import type { Job } from './thread.ts';

/**
 * Each request has one search under way at most; whoever comes when so many wait comes again later.
 */
const MAX_WAITING = 64;

type Waiting = { resolve(result: CoverResult): void; reject(error: Error): void };

const notNow = (cause?: unknown): AppError =>
  new AppError('overloaded', 'Too many searches for bundles are under way; try again.', {
    retryAfter: 5,
    cause,
  });

export type CoverThread = {
  /** As `cover`. Throws `overloaded`. */
  cover(
    requested: readonly string[],
    candidates: readonly CoverCandidate[],
    budget: number,
  ): Promise<CoverResult>;
  /** Whoever waits is told `overloaded`. */
  close(): Promise<void>;
};

export function makeCoverThread(): CoverThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let count = 0;

  function start(): Worker {
    const worker = new Worker(new URL('thread.ts', import.meta.url), { execArgv: [] });
    worker.on('message', ({ id, result }: { id: number; result: CoverResult }) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
      if (waiting.size === 0) worker.unref();
    });
    const lost = (cause: unknown): void => {
      // Another one may have begun since, with what waits for it.
      if (thread !== worker) return;
      thread = null;
      for (const { reject } of waiting.values()) reject(notNow(cause));
      waiting.clear();
    };
    worker.on('error', lost);
    worker.on('exit', lost);
    return worker;
  }

  return {
    async cover(requested, candidates, budget) {
      if (waiting.size >= MAX_WAITING) throw notNow();
      thread ??= start();
      const id = ++count;
      // Only what is waited for keeps the process alive.
      thread.ref();
      thread.postMessage({ id, requested, candidates, budget } satisfies Job);
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      });
    },
    async close() {
      await thread?.terminate();
    },
  };
}
