/**
 * Packages that travelers asked for on a page. The request is a row, so that it is fulfilled whatever
 * happens to the page, the process or the telco: it is tried again until the package is on an eSIM,
 * and then whoever asked for a code gets the link.
 */
import type { Context } from '../../context.ts';
import { pauseAfter } from '../../db/due-work/back-off.ts';
import { type Room, claimInTurns, inTurns, roomParams } from '../../db/due-work/claim-in-turns.ts';
import { workOff } from '../../db/due-work/work-off.ts';
import type { Tx } from '../../db/pool.ts';
import { enqueueMessages } from '../messages/enqueue.ts';
import type { Partner } from '../partners/partner.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { partnerNow } from '../partners/now.ts';
import { redeemQueue, type Outcome } from './redeem-queue.ts';

/** Real time; above the longest that one try takes. */
const LEASE_S = 60;
/** Seconds after the try before; the last one again and again. */
const PAUSES_S = [3, 5, 10, 30, 60, 120, 300];
/** A day of tries: whoever still wants it then asks once more. */
const MAX_ATTEMPTS = 300;
const AT_ONCE = 10;
/** So that one partner's telco that hangs leaves places to the others. */
const OF_ONE_PARTNER = 8;
const LOOK_AGAIN_MS = 200;

/**
 * The request, in the caller's transaction; false: it is there already. `isNow`: a worker takes it,
 * nobody waits for it here.
 */
export const requestRedemption = async (
  tx: Tx,
  partnerId: string,
  queueId: string,
  { isNow }: { isNow: boolean },
): Promise<boolean> =>
  (await tx.one(
    `insert into hosted_redemptions (partner_id, queue_id, next_attempt_at)
     values ($1, $2, clock_timestamp() + $3 * interval '1 s')
     on conflict do nothing
     returning 1`,
    [partnerId, queueId, isNow ? 0 : LEASE_S],
  )) !== undefined;

type Due = { partner_id: string; queue_id: string; attempts: number };

/** Tries now, and ends the request or sets when it is tried again. */
export async function fulfil(
  ctx: Context,
  partner: Partner,
  { queue_id, attempts }: Pick<Due, 'queue_id' | 'attempts'>,
): Promise<Outcome> {
  const outcome = await redeemQueue(ctx, partner, queue_id);
  if (outcome === 'done') await finish(ctx, partner, queue_id);
  else if (outcome === 'never' || attempts >= MAX_ATTEMPTS) await drop(ctx, partner.id, queue_id);
  else
    await ctx.db.rows(
      `update hosted_redemptions
       set attempts = attempts + 1, next_attempt_at = clock_timestamp() + $3 * interval '1 s'
       where partner_id = $1 and queue_id = $2`,
      [partner.id, queue_id, pauseAfter(PAUSES_S, attempts)],
    );
  return outcome;
}

const drop = (ctx: Context, partnerId: string, queueId: string): Promise<unknown> =>
  ctx.db.rows('delete from hosted_redemptions where partner_id = $1 and queue_id = $2', [
    partnerId,
    queueId,
  ]);

type Finished = { booking_id: string | null; hosted_email: string; hosted_locale: string | null };

/** The request is fulfilled: in one transaction it goes, and the mail with the link comes to be. */
async function finish(ctx: Context, partner: Partner, queueId: string): Promise<void> {
  const count = await ctx.db.partnerTx(partner.id, async (tx) => {
    const ended = await tx.one(
      'delete from hosted_redemptions where partner_id = $1 and queue_id = $2 returning 1',
      [partner.id, queueId],
    );
    if (ended === undefined) return 0;
    // Somebody else may have redeemed the code by an app meanwhile: their eSIM is not for who asked
    // here.
    const row = await tx.one<Finished>(
      `select q.booking_id, c.hosted_email, c.hosted_locale
       from package_queues q
       join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
       join traveler_emails t on t.partner_id = q.partner_id
         and t.email = c.hosted_email
         and t.traveler_id = q.traveler_id
       where q.partner_id = $1 and q.id = $2 and q.redeemed_at is not null`,
      [partner.id, queueId],
    );
    return row === undefined
      ? 0
      : enqueueMessages(
          tx,
          partner.id,
          [
            {
              channel: 'EMAIL',
              kind: 'esim_link',
              subjectId: queueId,
              recipient: row.hosted_email,
              locale: row.hosted_locale ?? '',
              bookingId: row.booking_id,
              data: { queue_ids: [queueId] },
            },
          ],
          partnerNow(ctx, partner),
        );
  });
  if (count > 0) ctx.wake('messages');
}

/**
 * Without a fence: who redeems is told apart by the provider order, and a request is ended once, by
 * whoever deletes it.
 */
export const takeDueRequests = (ctx: Context, room: Room): Promise<Due[]> =>
  ctx.db.rows<Due>(
    `${claimInTurns({
      table: 'hosted_redemptions',
      which: 'true',
      take: `next_attempt_at = clock_timestamp() + ${LEASE_S} * interval '1 s'`,
    })} returning partner_id, queue_id, attempts`,
    roomParams(room),
  );

/** The job: tries what is due until nothing is. Answers how many it tried. */
export const runDueRedemptions = (
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> =>
  workOff<Due>({
    ...inTurns(AT_ONCE, OF_ONE_PARTNER, (room) => takeDueRequests(ctx, room)),
    async run(due) {
      await fulfil(ctx, await findPartner(ctx, due.partner_id), due);
    },
    onFailure(_due, error) {
      ctx.log.error(
        { message: error instanceof Error ? error.message : String(error) },
        'a redemption asked for on a page failed',
      );
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });
