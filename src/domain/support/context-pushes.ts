/** What this process has under way to Intercom, and what it need not send again. */
import { LRUCache } from 'lru-cache';

const SAME_MS = 10 * 60_000;

export type ContextPushes = {
  underWay: number;
  /** hashes of what was sent of late */
  known: LRUCache<string, true>;
  /** partners whose workspace is left alone for a while */
  paused: LRUCache<string, true>;
};

export const makeContextPushes = (): ContextPushes => ({
  underWay: 0,
  known: new LRUCache({ max: 20_000, ttl: SAME_MS }),
  paused: new LRUCache({ max: 10_000 }),
});
