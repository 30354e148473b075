/**
 * One at a time moves a partner's clock or resets the partner. It holds a lease, so that workers
 * leave the partner's timers and deliveries alone meanwhile, and so that a process that dies sets
 * them free.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';
import type { Queryable } from '../../db/pool.ts';
import { writeClock } from '../partners/clocks.ts';
import { deliveriesUnderWay } from '../webhooks/delivering/deliver.ts';

/**
 * Longer than a garbage collection or a busy machine takes, short enough for who waits after a
 * crash.
 */
const LEASE_S = 20;
const RENEW_MS = 5_000;
/** How long a call waits: for another call to end, and for what is under way. */
export const WAIT_MS = 15_000;
const LOOK_AGAIN_MS = 50;

export const busy = (what: string): AppError =>
  new AppError('sandbox_busy', what, { retryAfter: 5 });

export type Hold = {
  /** milliseconds ahead of real time when it was taken */
  offsetMs: number;
  /**
   * Sets the clock in `db`; call the returned function after the commit. Throws when the lease was
   * lost.
   */
  write(db: Queryable, offsetMs: number): Promise<() => void>;
};

export async function holdClock<T>(
  ctx: Context,
  partnerId: string,
  kind: 'advance' | 'reset',
  work: (hold: Hold) => Promise<T>,
): Promise<T> {
  if (ctx.config.env !== 'staging') throw new AppError('not_found', 'There is no sandbox here.');
  const holder = newId('req');
  const deadline = Date.now() + WAIT_MS;
  let offsetMs = await take(ctx, partnerId, holder, kind);
  while (offsetMs === undefined) {
    if (Date.now() > deadline)
      throw busy("Another call is moving this partner's clock or resetting it.");
    await sleep(LOOK_AGAIN_MS);
    offsetMs = await take(ctx, partnerId, holder, kind);
  }
  const renewal = setInterval(() => {
    ctx.db
      .rows(
        `update partner_clocks
         set advancing_until = clock_timestamp() + interval '${LEASE_S} s'
         where partner_id = $1 and holder = $2 and advancing_until > clock_timestamp()`,
        [partnerId, holder],
      )
      .catch((error: Error) => ctx.log.warn({ message: error.message }, 'sandbox clock'));
  }, RENEW_MS);
  try {
    return await work({
      offsetMs,
      async write(db, ms) {
        const payload = await writeClock(db, partnerId, holder, ms);
        if (payload === undefined)
          throw busy('The call was interrupted for too long and another one took over.');
        return () => ctx.clocks.hear(payload);
      },
    });
  } finally {
    clearInterval(renewal);
    await release(ctx, partnerId, holder).catch((error: Error) =>
      ctx.log.warn({ message: error.message }, 'sandbox clock'),
    );
  }
}

/** What cannot be given back runs out. A clock that is not ahead needs no row. */
async function release(ctx: Context, partnerId: string, holder: string): Promise<void> {
  await ctx.db.rows(
    `update partner_clocks
     set advancing_until = null, holder = null, is_resetting = false
     where partner_id = $1 and holder = $2 and offset_ms > 0`,
    [partnerId, holder],
  );
  await ctx.db.rows(
    'delete from partner_clocks where partner_id = $1 and holder = $2 and offset_ms = 0',
    [partnerId, holder],
  );
}

/** The present offset, undefined while another holds it. */
async function take(
  ctx: Context,
  partnerId: string,
  holder: string,
  kind: 'advance' | 'reset',
): Promise<number | undefined> {
  const row = await ctx.db.one<{ offset_ms: number }>(
    `insert into partner_clocks as c (partner_id, offset_ms, advancing_until, holder, is_resetting)
     values ($1, 0, clock_timestamp() + interval '${LEASE_S} s', $2, $3)
     on conflict (partner_id) do update set advancing_until = excluded.advancing_until,
       holder = excluded.holder, is_resetting = excluded.is_resetting
     where c.advancing_until is null or c.advancing_until < clock_timestamp()
     returning offset_ms`,
    [partnerId, holder, kind === 'reset'],
  );
  return row?.offset_ms;
}

/**
 * Attempts that began before the hold; workers begin no more. False: some are still under way after
 * the wait.
 */
export async function awaitDeliveries(ctx: Context, partnerId: string): Promise<boolean> {
  for (
    const deadline = Date.now() + WAIT_MS;
    (await deliveriesUnderWay(ctx.db, partnerId)) > 0;
    await sleep(LOOK_AGAIN_MS)
  ) {
    if (Date.now() > deadline) return false;
  }
  return true;
}
