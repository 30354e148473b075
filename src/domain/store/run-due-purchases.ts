/** The job: events of the pay desk are applied, and purchases brought on that are due. */
import type { Context } from '../../context.ts';
import { type Room, claimInTurns, inTurns, roomParams } from '../../db/due-work/claim-in-turns.ts';
import { workOff } from '../../db/due-work/work-off.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { applyEvents } from './events/apply-events.ts';
import { workOnPurchase } from './work-on-purchase.ts';

/** Real time; above the longest that one try takes. */
const LEASE_S = 120;
const AT_ONCE = 10;
/** So that one partner's supplier that hangs leaves places to the others. */
const OF_ONE_PARTNER = 8;
const LOOK_AGAIN_MS = 200;

type Due = { partner_id: string; purchase_id: string; fence: number };

/**
 * Two at one purchase do no harm: each step is a conditional update, or has a name at whoever is
 * asked. The fence only keeps a plan from undoing a nudge that came meanwhile.
 */
export const takeDuePurchases = (ctx: Context, room: Room): Promise<Due[]> =>
  ctx.db.rows<Due>(
    `${claimInTurns({
      table: 'checkouts',
      which: 'true',
      take: `fence = fence + 1, next_attempt_at = clock_timestamp() + ${LEASE_S} * interval '1 s'`,
    })} returning partner_id, purchase_id, fence`,
    roomParams(room),
  );

export async function runDuePurchases(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const applied = await applyEvents(ctx, isStopping);
  const worked = await workOff<Due>({
    ...inTurns(AT_ONCE, OF_ONE_PARTNER, (room) => takeDuePurchases(ctx, room)),
    run: (due) => workOn(ctx, due),
    onFailure({ purchase_id }, error) {
      ctx.log.error(
        {
          purchase: purchase_id,
          message: error instanceof Error ? error.message : String(error),
        },
        'a purchase could not be brought on',
      );
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });
  return applied + worked;
}

async function workOn(ctx: Context, { partner_id, purchase_id, fence }: Due): Promise<void> {
  const after = await workOnPurchase(ctx, await findPartner(ctx, partner_id), purchase_id);
  await ctx.db.rows(
    `update checkouts
     set attempts = attempts + 1, next_attempt_at = clock_timestamp() + $3 * interval '1 s'
     where purchase_id = $1 and fence = $2`,
    [purchase_id, fence, after],
  );
}
