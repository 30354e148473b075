/**
 * Messages that are due, sent: a few at once, and of each partner only so many, so that one's
 * thousands wait beside another's one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../context.ts';
import { FREE, lease, plannedBy } from '../../../db/due-work/lease.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import type { Claimed } from '../message-row.ts';
import { sendMessage } from './send.ts';

const SLOTS = 24;
const SLOTS_PER_PARTNER = 8;
/** Real time; above what any sender takes for one mail. */
const LEASE_MS = 120_000;
const LOOK_AGAIN_MS = 100;
/** How long a clock that was moved waits for what others are sending. */
const PATIENCE_MS = 15_000;

/**
 * Of one statement for all partners, at random and few of each, so that none waits for another's
 * thousands. now(), of the statement: what changes while it runs could not be looked up in the
 * index. $1 partners to leave out, $2 of each, $3 in all, $4 one partner only, null = all.
 */
const CLAIM = `with due as materialized (select d.partner_id, d.message_id
    from (select partner_id
      from (${plannedBy('dispatches', 'partner_id')}) w
      where partner_id <> all($1) and ($4::text is null or partner_id = $4)
      order by random()) w,
      lateral (select d.partner_id, d.message_id
        from dispatches d
        where d.partner_id = w.partner_id and d.next_attempt_at <= now() and ${FREE}
        order by d.next_attempt_at
        limit $2
        for update skip locked) d
    limit $3)
  update dispatches d
  set ${lease(LEASE_MS)}
  from due
  where d.partner_id = due.partner_id and d.message_id = due.message_id
  returning d.partner_id, d.message_id, d.fence, d.tries, d.rounds`;

/** `full`: partners to leave out; `partnerId`: one partner only, null = all. */
export const takeDueMessages = (
  ctx: Context,
  { free, full, partnerId }: { free: number; full: string[]; partnerId: string | null },
): Promise<Claimed[]> =>
  ctx.db.rows<Claimed>(CLAIM, [full, SLOTS_PER_PARTNER / 2, free, partnerId], 'claim-messages');

/**
 * Sends what is due until nothing is. Answers how many it took. With `isStopping` it takes no more
 * and ends what it has.
 */
export const runDueMessages = (
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> => run(ctx, null, isStopping);

/** `partnerId` null: of all. What fails is not the message's own doing (the database is gone). */
const run = (ctx: Context, partnerId: string | null, isStopping: () => boolean): Promise<number> =>
  workOff<Claimed>({
    places: SLOTS,
    keyOf: (claimed) => claimed.partner_id,
    async *take(free, active) {
      const full = [...active].filter(([, n]) => n >= SLOTS_PER_PARTNER / 2).map(([id]) => id);
      yield await takeDueMessages(ctx, { free, full, partnerId });
    },
    run: (claimed) => sendMessage(ctx, claimed),
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
    looksOften: true,
  });

/**
 * For a clock that was moved: sends all of this partner that is due, and waits for what others are
 * sending.
 */
export async function sendDueOf(ctx: Context, partnerId: string): Promise<void> {
  for (
    const deadline = Date.now() + PATIENCE_MS;
    Date.now() < deadline;
    await sleep(LOOK_AGAIN_MS / 5)
  ) {
    if ((await run(ctx, partnerId, () => Date.now() > deadline)) > 0) continue;
    if (
      (await ctx.db.one(
        'select 1 from dispatches where partner_id = $1 and next_attempt_at <= now() limit 1',
        [partnerId],
      )) === undefined
    )
      return;
  }
}
