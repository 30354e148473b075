/**
 * How often something was done in a window of real time, counted in the database for all nodes
 * together. A window begins with the first that is counted. When the database fails so does the
 * count: whatever it guards needs the database too.
 */
import { createHmac } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from '../../context.ts';
import type { Queryable, Tx } from '../../db/pool.ts';
import { LIMITS, limitsInForce, type LimitName } from './settings.ts';

/** `retryAfterS`: seconds until the window ends, at least 1 where it is over. */
export type Verdict = { isOver: boolean; retryAfterS: number };
export const UNDER: Verdict = { isOver: false, retryAfterS: 0 };

const over = (result: { msBeforeNext: number }): Verdict => ({
  isOver: true,
  retryAfterS: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)),
});

/** What is counted is stored as a keyed hash: no address, e-mail or user id is in the table. */
const keyOf = (ctx: Context, counter: string, subject: string): string =>
  createHmac('sha256', ctx.secrets.derive('abuse-counters'))
    .update(`${counter}\n${subject}`)
    .digest('base64url');

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

const limiters = new WeakMap<
  Context['db'],
  Map<string, { points: number; limiter: RateLimiterPostgres }>
>();

/**
 * Null: the limit is switched off. Another number makes another limiter, which has forgotten who
 * was over.
 */
async function limiterOf(
  ctx: Context,
  name: LimitName,
  remembers = false,
): Promise<RateLimiterPostgres | null> {
  const points = (await limitsInForce(ctx))[name];
  if (points === 0) return null;
  const made =
    limiters.get(ctx.db) ?? new Map<string, { points: number; limiter: RateLimiterPostgres }>();
  limiters.set(ctx.db, made);
  const key = `${name} ${remembers}`;
  if (made.get(key)?.points !== points)
    made.set(key, {
      points,
      limiter: limiter(ctx.db.pool, name, { points, window: LIMITS[name].window, remembers }),
    });
  return made.get(key)!.limiter;
}

async function consume(by: RateLimiterPostgres, key: string): Promise<Verdict> {
  try {
    await by.consume(key);
    return UNDER;
  } catch (result) {
    if (result instanceof RateLimiterRes) return over(result);
    throw result;
  }
}

/** Counts one more and says whether it is one too many. */
export async function count(
  ctx: Context,
  name: LimitName,
  subject: string,
  remembers = false,
): Promise<Verdict> {
  const by = await limiterOf(ctx, name, remembers);
  return by === null ? UNDER : consume(by, keyOf(ctx, name, subject));
}

/** Whether one more would be one too many. */
export async function peek(ctx: Context, name: LimitName, subject: string): Promise<Verdict> {
  const by = await limiterOf(ctx, name);
  const result = by === null ? null : await by.get(keyOf(ctx, name, subject));
  return by !== null && result !== null && result.consumedPoints >= by.points
    ? over(result)
    : UNDER;
}

/**
 * As `count`, in the caller's transaction: what is rolled back was not counted, and others with
 * this subject wait for its end.
 */
export async function countIn(
  ctx: Context,
  tx: Tx,
  name: LimitName,
  subject: string,
): Promise<Verdict> {
  const points = (await limitsInForce(ctx))[name];
  return points === 0
    ? UNDER
    : consume(
        limiter(asClient(tx), name, { points, window: LIMITS[name].window }),
        keyOf(ctx, name, subject),
      );
}

/** True once per subject and window. */
export async function isFirst(
  ctx: Context,
  counter: string,
  subject: string,
  window: number,
): Promise<boolean> {
  return !(
    await consume(
      limiter(ctx.db.pool, counter, { points: 1, window }),
      keyOf(ctx, counter, subject),
    )
  ).isOver;
}

const asClient = (q: Queryable) => ({
  async query({ text, values, name }: { text: string; values: unknown[]; name?: string }) {
    const rows = await q.rows<unknown>(text, values, name);
    return { rows, rowCount: rows.length };
  },
});

/** Housekeeping: counters whose window is over. */
export async function forgetOldCounters(ctx: Context): Promise<void> {
  await ctx.db.rows('delete from abuse_counters where expire < $1', [Date.now()]);
}
