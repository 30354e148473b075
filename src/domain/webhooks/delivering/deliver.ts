/**
 * Deliveries that have come due, attempted. Due rows are found from partner to partner; each
 * partner's are then worked off in a queue of its own (delivery-queue.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../context.ts';
import { FREE, partnersWithDue } from '../../../db/due-work/lease.ts';
import type { Queryable } from '../../../db/pool.ts';
import { DeliveryQueue } from './delivery-queue.ts';

const SCAN_AGAIN_MS = 20;
/**
 * Of the time, at most one part in so many is spent on scanning: with many due the scan itself takes
 * some milliseconds.
 */
const SCAN_SHARE = 10;
/**
 * Endpoints at once; each has a few attempts under way. Beyond, one has to end before another
 * begins.
 */
const MAX_QUEUES = 500;
/** A partner whose queue failed (a secret that cannot be opened) is left alone for so long. */
const FAILED_MS = 1_000;

/**
 * Attempts what is due of all partners until nothing is. Returns how many. With `isStopping` it
 * takes no more and ends what it has. A partner whose queue fails holds up no other.
 */
export async function runDueDeliveries(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const queues = new Map<string, DeliveryQueue>();
  let count = 0;
  let countBefore = -1;
  /** since when, by this process's clock */
  const failed = new Map<string, number>();
  const open = (partnerId: string): void => {
    if (performance.now() - (failed.get(partnerId) ?? -Infinity) < FAILED_MS) return;
    const queue = new DeliveryQueue(ctx, partnerId, null, isStopping);
    queues.set(partnerId, queue);
    queue.done
      .then(
        (attempts) => {
          count += attempts;
        },
        (error: unknown) => {
          failed.set(partnerId, performance.now());
          const message = error instanceof Error ? error.message : String(error);
          ctx.log.error({ partner_id: partnerId, message }, 'webhooks of a partner cannot be sent');
        },
      )
      .finally(() => queues.delete(partnerId));
  };
  try {
    // Rows that nobody can take right now (locked, or just taken elsewhere) are left to the next
    // pass.
    while (!isStopping()) {
      const started = performance.now();
      const due = await duePartners(ctx);
      const pause = Math.max(SCAN_AGAIN_MS, (performance.now() - started) * SCAN_SHARE);
      if (queues.size === 0 && (due.length === 0 || countBefore === count)) break;
      if (queues.size === 0) countBefore = count;
      for (const partnerId of due) {
        const queue = queues.get(partnerId);
        if (queue !== undefined) queue.scan();
        else if (queues.size < MAX_QUEUES) open(partnerId);
      }
      await soonOrDone(queues, pause);
    }
  } finally {
    await Promise.allSettled([...queues.values()].map((queue) => queue.done));
  }
  return count;
}

/** So many milliseconds, or less when all is done. */
async function soonOrDone(queues: ReadonlyMap<string, DeliveryQueue>, ms: number): Promise<void> {
  const timer = new AbortController();
  const all = Promise.allSettled([...queues.values()].map((queue) => queue.done));
  await Promise.race([all, sleep(ms, undefined, { signal: timer.signal }).catch(() => {})]);
  timer.abort();
}

/**
 * For a clock that is being moved: attempts all of this partner that is due up to `until`
 * (partner's time), retries that come due by it included, each dated when it was due. Resolves when
 * none of it is under way any more, by whomever.
 */
export async function deliverDue(ctx: Context, partnerId: string, until: Date): Promise<number> {
  let count = 0;
  for (;;) {
    const attempts = await new DeliveryQueue(ctx, partnerId, until).done;
    count += attempts;
    if (attempts > 0) continue;
    if ((await deliveriesUnderWay(ctx.db, partnerId)) === 0) return count;
    await sleep(SCAN_AGAIN_MS);
  }
}

/** When the partner's next attempt is planned, null for none up to `until`. */
export async function nextDelivery(
  db: Queryable,
  partnerId: string,
  until: Date,
): Promise<Date | null> {
  const row = await db.one<{ next_attempt_at: Date }>(
    `select next_attempt_at
     from deliveries
     where partner_id = $1 and next_attempt_at <= $2
     order by next_attempt_at
     limit 1`,
    [partnerId, until],
  );
  return row?.next_attempt_at ?? null;
}

/** How many of the partner's deliveries somebody is at. */
export async function deliveriesUnderWay(db: Queryable, partnerId: string): Promise<number> {
  const row = await db.one<{ count: number }>(
    `select count(*) as count
     from deliveries
     where partner_id = $1 and next_attempt_at is not null and lease_until > clock_timestamp()`,
    [partnerId],
  );
  return row!.count;
}

/** Partners with something that is due and not taken. */
const duePartners = async (ctx: Context): Promise<string[]> =>
  (
    await ctx.db.rows<{ partner_id: string }>(
      partnersWithDue('deliveries', 'next_attempt_at', `next_attempt_at is not null and ${FREE}`),
      [ctx.clock.now()],
      'due-deliveries',
    )
  ).map((row) => row.partner_id);
