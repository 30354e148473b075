/**
 * How often something was done in a window of real time, counted in the database for all nodes
 * together. A window begins with the first that is counted. When the database fails so does the
 * count: whatever it guards needs the database too.
 */
import { createHmac } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db, Queryable, Tx } from '../../db/pool.ts';
import type { Secrets } from '../../secrets.ts';
import { LIMITS, type LimitName, type LimitStore } from './settings.ts';

/** `retryAfterS`: seconds until the window ends, at least 1 where it is over. */
export type Verdict = { isOver: boolean; retryAfterS: number };
export const UNDER: Verdict = { isOver: false, retryAfterS: 0 };

const over = (result: { msBeforeNext: number }): Verdict => ({
  isOver: true,
  retryAfterS: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)),
});

type Options = {
  points: number;
  window: number;
  /** over once is over to the end of the window: no further question to the database */ remembers?: boolean;
};

const limiter = (
  storeClient: unknown,
  name: string,
  { points, window, remembers = false }: Options,
): RateLimiterPostgres =>
  new RateLimiterPostgres({
    storeClient,
    storeType: 'pool',
    tableName: 'abuse_counters',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: window,
    ...(remembers ? { inMemoryBlockOnConsumed: points + 1 } : {}),
  });

async function consume(by: RateLimiterPostgres, key: string): Promise<Verdict> {
  try {
    await by.consume(key);
    return UNDER;
  } catch (result) {
    if (result instanceof RateLimiterRes) return over(result);
    throw result;
  }
}

export type Counters = {
  /**
   * Counts one more and says whether it is one too many; `remembers`: over once is over to the end
   * of the window, with no further question to the database.
   */
  count(name: LimitName, subject: string, remembers?: boolean): Promise<Verdict>;
  /** Whether one more would be one too many. */
  peek(name: LimitName, subject: string): Promise<Verdict>;
  /**
   * As `count`, in the caller's transaction: what is rolled back was not counted, and others with
   * this subject wait for its end.
   */
  countIn(tx: Tx, name: LimitName, subject: string): Promise<Verdict>;
  /** True once per subject and window of seconds. */
  isFirst(counter: string, subject: string, window: number): Promise<boolean>;
};

export function makeCounters(
  { pool }: Pick<Db, 'pool'>,
  secrets: Secrets,
  limits: Pick<LimitStore, 'inForce'>,
): Counters {
  const made = new Map<string, { points: number; limiter: RateLimiterPostgres }>();
  /** What is counted is stored as a keyed hash: no address, e-mail or user id is in the table. */
  const keyOf = (counter: string, subject: string): string =>
    createHmac('sha256', secrets.derive('abuse-counters'))
      .update(`${counter}\n${subject}`)
      .digest('base64url');
  /**
   * Null: the limit is switched off. Another number makes another limiter, which has forgotten who
   * was over.
   */
  async function limiterOf(
    name: LimitName,
    remembers = false,
  ): Promise<RateLimiterPostgres | null> {
    const points = (await limits.inForce())[name];
    if (points === 0) return null;
    const key = `${name} ${remembers}`;
    if (made.get(key)?.points !== points)
      made.set(key, {
        points,
        limiter: limiter(pool, name, { points, window: LIMITS[name].window, remembers }),
      });
    return made.get(key)!.limiter;
  }
  return {
    async count(name, subject, remembers) {
      const by = await limiterOf(name, remembers);
      return by === null ? UNDER : consume(by, keyOf(name, subject));
    },
    async peek(name, subject) {
      const by = await limiterOf(name);
      const result = by === null ? null : await by.get(keyOf(name, subject));
      return by !== null && result !== null && result.consumedPoints >= by.points
        ? over(result)
        : UNDER;
    },
    async countIn(tx, name, subject) {
      const points = (await limits.inForce())[name];
      if (points === 0) return UNDER;
      const by = limiter(asClient(tx), name, { points, window: LIMITS[name].window });
      return consume(by, keyOf(name, subject));
    },
    async isFirst(counter, subject, window) {
      const by = limiter(pool, counter, { points: 1, window });
      return !(await consume(by, keyOf(counter, subject))).isOver;
    },
  };
}

const asClient = (q: Queryable) => ({
  async query({ text, values, name }: { text: string; values: unknown[]; name?: string }) {
    const rows = await q.rows<unknown>(text, values, name);
    return { rows, rowCount: rows.length };
  },
});
