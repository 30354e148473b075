/**
 * Who may carry on with a replacement: the holder of its lease. Several may try, callers and
 * workers; the fence, raised with every lease, ends the work of one that was taken for dead.
 */
import type { Context } from '../../../context.ts';
import { claimInTurns, roomParams, type Room } from '../../../db/due-work/claim-in-turns.ts';
import { FREE, lease } from '../../../db/due-work/lease.ts';
import type { Queryable, Tx } from '../../../db/pool.ts';
import { delaySeconds } from '../provisioning/orders.ts';
import type { Outcome } from '../provisioning/outcome.ts';

export type Work = { replacement_id: string; partner_id: string; fence: number; tries: number };

/** Longer than the slowest call to a provider; renewed before each. */
const LEASE_MS = 15_000;
const MOVED_ON = `next_attempt_at = clock_timestamp() + ${LEASE_MS} * interval '1 ms'`;
const TAKE = `${lease(LEASE_MS)}, ${MOVED_ON}`;
const COLUMNS = 'replacement_id, partner_id, fence, tries';

/** Undefined: another holds it, or it is finished. */
export const takeWork = (db: Queryable, replacementId: string): Promise<Work | undefined> =>
  db.one<Work>(
    `update replacement_work
     set ${TAKE}
     where replacement_id = $1 and ${FREE}
     returning ${COLUMNS}`,
    [replacementId],
  );

/** Those that are due; partners take turns, several workers share them out. */
export const takeDueWork = (db: Queryable, room: Room): Promise<Work[]> =>
  db.rows<Work>(
    `${claimInTurns({
      table: 'replacement_work',
      which: FREE,
      take: TAKE,
    })} returning ${COLUMNS}`,
    roomParams(room),
  );

/** False: the lease was lost, or the sandbox partner is being reset; nothing may be sent. */
export const renewLease = async (ctx: Context, work: Work): Promise<boolean> =>
  (await ctx.db.one(
    `update replacement_work w
     set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms', ${MOVED_ON}
     where replacement_id = $1
       and fence = $2
       and not exists (select 1
         from partner_clocks c
         where c.partner_id = w.partner_id
           and c.is_resetting
           and c.advancing_until > clock_timestamp())
     returning 1`,
    [work.replacement_id, work.fence],
  )) !== undefined;

/** What is under way is looked at again so soon; whoever ends it says so at once. */
const UNDER_WAY_S = 5;

/**
 * Not at its end yet: tried again on the schedule of orders, or by the next call at once. Waiting for
 * what is under way is no try.
 */
export function postponeWork(ctx: Context, work: Work, waits: Outcome): Promise<unknown> {
  const isUnderWay = waits === 'pending' || waits === 'superseded';
  return ctx.db.rows(
    `update replacement_work
     set lease_until = null, tries = least(tries + $4, 100),
       next_attempt_at = clock_timestamp() + $3 * interval '1 s'
     where replacement_id = $1 and fence = $2`,
    [
      work.replacement_id,
      work.fence,
      isUnderWay ? UNDER_WAY_S : delaySeconds(work.tries),
      isUnderWay ? 0 : 1,
    ],
  );
}

/** Its new eSIM is there: it can be gone on with. Answers whether there is such work. */
export const hurryWork = async (tx: Tx, replacementId: string): Promise<boolean> =>
  (await tx.one(
    `update replacement_work
     set next_attempt_at = least(next_attempt_at, clock_timestamp())
     where replacement_id = $1
     returning 1`,
    [replacementId],
  )) !== undefined;
