/**
 * Messages that are due, sent: a few at once, and of each partner only so many, so that one's
 * thousands wait beside another's one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../context.ts';
import type { Claimed } from '../message-row.ts';
import { sendMessage } from './send.ts';

const SLOTS = 24;
const SLOTS_PER_PARTNER = 8;
/** Real time; above what any sender takes for one mail. */
const LEASE_S = 120;
const LOOK_AGAIN_MS = 100;
/** How long a clock that was moved waits for what others are sending. */
const PATIENCE_MS = 15_000;

/** now(), of the statement: what changes while it runs could not be looked up in the index. */
const FREE = 'd.next_attempt_at <= now() and (d.lease_until is null or d.lease_until < now())';
const PARTNERS = `with recursive p as ((select partner_id
    from dispatches
    where next_attempt_at is not null
    order by partner_id
    limit 1)
    union all select (select d.partner_id
      from dispatches d
      where d.partner_id > p.partner_id and d.next_attempt_at is not null
      order by d.partner_id
      limit 1)
    from p
    where p.partner_id is not null)
  select partner_id
  from p
  where partner_id is not null`;
/** $1 partners to leave out, $2 of each, $3 in all, $4 one partner only, null = all. */
const CLAIM = `with due as materialized (select d.partner_id, d.message_id
    from (select partner_id
      from (${PARTNERS}) w
      where partner_id <> all($1) and ($4::text is null or partner_id = $4)
      order by random()) w,
      lateral (select d.partner_id, d.message_id
        from dispatches d
        where d.partner_id = w.partner_id and ${FREE}
        order by d.next_attempt_at
        limit $2
        for update skip locked) d
    limit $3)
  update dispatches d
  set lease_until = clock_timestamp() + interval '${LEASE_S} s', fence = d.fence + 1
  from due
  where d.partner_id = due.partner_id and d.message_id = due.message_id
  returning d.partner_id, d.message_id, d.fence, d.tries, d.rounds`;

/**
 * Sends what is due until nothing is. Answers how many it took. With `isStopping` it takes no more
 * and ends what it has.
 */
export const runDueMessages = (
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> => run(ctx, null, isStopping);

async function run(
  ctx: Context,
  partnerId: string | null,
  isStopping: () => boolean,
): Promise<number> {
  const active = new Map<string, number>();
  const under = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let count = 0;
  const start = (claimed: Claimed): void => {
    const key = claimed.partner_id;
    active.set(key, (active.get(key) ?? 0) + 1);
    const one: Promise<void> = sendMessage(ctx, claimed)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => {
        under.delete(one);
        const left = active.get(key)! - 1;
        if (left === 0) active.delete(key);
        else active.set(key, left);
      });
    under.add(one);
    count++;
  };
  while (!isStopping() && failures.length === 0) {
    const full = [...active].filter(([, n]) => n >= SLOTS_PER_PARTNER / 2).map(([id]) => id);
    const isWholeLook = under.size < SLOTS && full.length === 0;
    const claimed =
      under.size < SLOTS
        ? await ctx.db.rows<Claimed>(
            CLAIM,
            [full, SLOTS_PER_PARTNER / 2, SLOTS - under.size, partnerId],
            'claim-messages',
          )
        : [];
    for (const one of claimed) start(one);
    // Whoever was left out may be free by now.
    if (under.size === 0 && isWholeLook) break;
    // What waits while all places are taken, or came meanwhile, is looked for when one ends, and
    // now and then.
    if (claimed.length === 0 || under.size >= SLOTS)
      await Promise.race([...under, sleep(under.size === 0 ? 0 : LOOK_AGAIN_MS)]);
  }
  await Promise.all(under);
  // Not the message's own doing (the database is gone): its lease runs out, and it is taken again.
  if (failures.length > 0) throw failures[0];
  return count;
}

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
