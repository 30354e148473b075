/**
 * The job: erasings that are not through, page by page. One of a partner at a time and few in all;
 * whoever dies over one leaves it to the next when its lease ends.
 */
import type { Context } from '../../context.ts';
import { pauseAfter } from '../../db/due-work/back-off.ts';
import { type Room, claimInTurns, inTurns, roomParams } from '../../db/due-work/claim-in-turns.ts';
import { FREE, lease } from '../../db/due-work/lease.ts';
import { workOff } from '../../db/due-work/work-off.ts';
import type { Tx } from '../../db/pool.ts';
import { partnerNow } from '../partners/now.ts';
import { openWords, type Sought } from './erasure.ts';
import { lookOnceMore } from './look-once-more.ts';
import {
  lookAtBookings,
  lookAtCodes,
  lookAtMessages,
  type Looking,
  type LookThrough,
} from './look-through.ts';
import { lookAtAnswers, lookAtImports } from './look-through-logs.ts';
import { lookAtRequests } from './look-through-requests.ts';

const AT_ONCE = 2;
const OF_ONE_PARTNER = 1;
/** Real time; far above what a page takes. */
const LEASE_MS = 30_000;
const LOOK_AGAIN_MS = 500;
/** Seconds after a try that came to nothing; the last one again and again. */
const PAUSES_S = [1, 5, 30, 60, 300, 1_800];
/** In this order; what stands at a place is kept in its row, so that new ones come last. */
const STEPS: readonly LookThrough[] = [
  lookAtMessages,
  lookAtBookings,
  lookAtCodes,
  lookAtImports,
  lookAtAnswers,
];
const AFTER_SETTLED: readonly LookThrough[] = [lookAtRequests];

type Held = { partner_id: string; traveler_id: string; fence: number; tries: number };
type Row = {
  words_sealed: Buffer | null;
  step: number;
  place: string | null;
  created_at: Date;
  settled_at: Date;
};

/** Another worker has taken over. */
class Lost extends Error {}

const takeDue = (ctx: Context, room: Room): Promise<Held[]> =>
  ctx.db.rows<Held>(
    `${claimInTurns({
      table: 'erasures',
      which: FREE,
      take: lease(LEASE_MS),
    })} returning partner_id, traveler_id, fence, tries`,
    roomParams(room),
  );

export const runDueErasures = (
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> =>
  workOff<Held>({
    ...inTurns(AT_ONCE, OF_ONE_PARTNER, (room) => takeDue(ctx, room)),
    async run(held) {
      try {
        while (!isStopping()) if (!(await goOn(ctx, held))) return;
        await putOff(ctx, held, 0, held.tries);
      } catch (error) {
        if (error instanceof Lost) return;
        ctx.log.error(
          {
            traveler: held.traveler_id,
            message: error instanceof Error ? error.message : String(error),
          },
          'an erasing could not be brought on',
        );
        await putOff(ctx, held, pauseAfter(PAUSES_S, held.tries), held.tries + 1);
      }
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });

/** One page, or what comes after the last; answers whether there is more to do at once. */
const goOn = (ctx: Context, held: Held): Promise<boolean> =>
  ctx.db.partnerTx(held.partner_id, async (tx) => {
    const row = await hold(tx, held);
    const steps = [...STEPS, ...AFTER_SETTLED];
    const waits = row.settled_at.getTime() - Date.now();
    if (row.step >= STEPS.length && waits > 0) {
      await pause(tx, held, waits / 1000);
      return false;
    }
    const sought = soughtOf(ctx, held, row);
    const step = steps[row.step];
    if (step === undefined || sought === null) {
      const isOver = await lookOnceMore(ctx, tx, held, sought);
      await (isOver ? conclude(tx, held) : pause(tx, held, PAUSES_S.at(-1)!));
      return false;
    }
    const place = await step(tx, lookingOf(ctx, held, row, sought), row.place);
    await tx.rows(
      `update erasures
       set step = $3, place = $4, tries = 0
       where partner_id = $1 and traveler_id = $2`,
      [held.partner_id, held.traveler_id, place === null ? row.step + 1 : row.step, place],
    );
    return true;
  });

/** Extends the lease. Throws `Lost`, so that nothing is written under an old fence. */
async function hold(tx: Tx, { partner_id, traveler_id, fence }: Held): Promise<Row> {
  const row = await tx.one<Row>(
    `update erasures
     set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
     where partner_id = $1 and traveler_id = $2 and fence = $3
     returning words_sealed, step, place, created_at, settled_at`,
    [partner_id, traveler_id, fence],
  );
  if (row === undefined) throw new Lost('the erasing is not held any more');
  return row;
}

/** Null: that is behind it. */
const soughtOf = (ctx: Context, held: Held, { words_sealed }: Row): Sought | null =>
  words_sealed === null
    ? null
    : openWords(ctx.secrets, held.partner_id, held.traveler_id, words_sealed);

const lookingOf = (ctx: Context, held: Held, row: Row, sought: Sought): Looking => ({
  ctx,
  partnerId: held.partner_id,
  sought,
  askedAt: row.created_at,
  now: partnerNow(ctx, { id: held.partner_id }),
});

const conclude = (tx: Tx, { partner_id, traveler_id }: Held): Promise<unknown> =>
  tx.rows(
    `update erasures
     set done_at = now(), words_sealed = null, place = null, next_attempt_at = null,
       lease_until = null
     where partner_id = $1 and traveler_id = $2`,
    [partner_id, traveler_id],
  );

const pause = (tx: Tx, { partner_id, traveler_id }: Held, seconds: number): Promise<unknown> =>
  tx.rows(
    `update erasures
     set next_attempt_at = clock_timestamp() + $3 * interval '1 s', lease_until = null
     where partner_id = $1 and traveler_id = $2`,
    [partner_id, traveler_id, seconds],
  );

const putOff = (
  ctx: Context,
  { partner_id, traveler_id, fence }: Held,
  seconds: number,
  tries: number,
): Promise<unknown> =>
  ctx.db.rows(
    `update erasures
     set next_attempt_at = clock_timestamp() + $4 * interval '1 s', lease_until = null, tries = $5
     where partner_id = $1 and traveler_id = $2 and fence = $3`,
    [partner_id, traveler_id, fence, seconds, tries],
  );
