/** Delivers the events of a range of time again: all of them, or those that were given up. */
import { invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct, type Act } from '../../audit/record-act.ts';
import { readMoment } from '../../time.ts';
import { EVENT_TYPES, flagOf, type EventType } from '../events.ts';
import { eventTypesOf } from '../event-types.ts';
import { KEPT_DAYS } from '../feed/list-events.ts';
import { effectiveFlags } from '../endpoint/show-endpoint.ts';
import { firstIdOf, readTimeRange, type PartnerTime } from '../time-range.ts';
import { enabledFlags, lockEnabled, lockEvents, notEnabled, sendAgain } from './send-again.ts';

export type ReplayInput = {
  from: string;
  to: string;
  types?: string[] | undefined;
  only?: 'all' | 'exhausted' | undefined;
  dry_run?: boolean | undefined;
};
type Wanted = {
  from: Date;
  to: Date;
  types: EventType[];
  only: 'all' | 'exhausted';
  since: string;
};

/** What goes out again is planned in so many transactions that none lasts: each locks so many. */
const PER_STEP = 2_000;
/** Of one call: it is answered in seconds, and what is planned too much is not taken back. */
export const MOST_REPLAYED = 100_000;

/**
 * Events whose timestamp is in [from, to], test events excepted; of the subscribed types unless
 * `types` says otherwise. Answers how many; with `dry_run` they are counted and nothing is sent.
 * Throws `invalid_request` where they are too many for one call.
 */
export async function replay(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  input: ReplayInput,
  time: PartnerTime,
): Promise<{ events: number }> {
  const wanted = await readWanted(ctx, partnerId, input, time);
  const ids = await findAll(ctx, partnerId, wanted);
  if (input.dry_run === true || ids.length === 0) return { events: ids.length };
  const { from, to, types, only } = wanted;
  const act = {
    partnerId,
    action: 'events.replayed',
    after: { from, to, types, only, events: ids.length },
  };
  let count = 0;
  try {
    for (let at = 0; at < ids.length; at += PER_STEP) {
      const step = { ids: ids.slice(at, at + PER_STEP), act: at === 0 ? act : null };
      count += await sendStep(ctx, actor, partnerId, step, time.now);
    }
  } finally {
    if (count > 0) ctx.wake('deliveries');
  }
  return { events: count };
}

/** What of it is still there when its turn comes. The first step records what is done. */
const sendStep = (
  ctx: Context,
  actor: Actor,
  partnerId: string,
  { ids, act }: { ids: readonly string[]; act: Act | null },
  now: Date,
): Promise<number> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    if (!(await lockEnabled(tx, partnerId))) throw notEnabled();
    const locked = await lockEvents(tx, partnerId, ids);
    await sendAgain(tx, partnerId, locked, now);
    if (act !== null) await recordAct(tx, actor, act);
    return locked.length;
  });

async function readWanted(
  ctx: Context,
  partnerId: string,
  input: ReplayInput,
  { now, zone }: PartnerTime,
): Promise<Wanted> {
  const { from, to } = readTimeRange(input, zone, readMoment);
  const named = input.types === undefined ? null : eventTypesOf('types', input.types);
  const own = await ctx.db.partnerTx(partnerId, (tx) => enabledFlags(tx, partnerId));
  if (own === null) throw notEnabled();
  const flags = effectiveFlags(own);
  return {
    from: from!,
    to: to!,
    types: named ?? EVENT_TYPES.filter((type) => flags[flagOf(type)]),
    only: input.only ?? 'all',
    since: firstIdOf({ from, to }, now),
  };
}

/** One look: what fits, and how far it has come. */
const LOOKED = `count(*) as looked, max(id) as last,
  array_agg(id order by id) filter (where occurred_at >= $3
    and occurred_at <= $4
    and type = any($5)
    and not is_test
    and recorded_at > now() - interval '${KEPT_DAYS} days') as ids`;
const AT_ONCE = 10_000;
const OF_ALL = `select ${LOOKED}
  from (select id, occurred_at, type, is_test, recorded_at
    from events
    where partner_id = $1 and id > $2
    order by id
    limit ${AT_ONCE}) e`;
/** Each is looked up by its key, wherever it lies. */
const OF_EXHAUSTED = `select ${LOOKED}
  from (select event_id
    from deliveries
    where partner_id = $1 and event_id > $2 and is_exhausted
    order by event_id
    limit ${AT_ONCE}) d
  cross join lateral (select id, occurred_at, type, is_test, recorded_at
    from events
    where partner_id = $1 and id = d.event_id
    offset 0) e`;
type Looked = { looked: number; last: string | null; ids: string[] | null };

/** Look by look, so that no statement lasts however many there are. */
async function findAll(
  ctx: Context,
  partnerId: string,
  { from, to, types, only, since }: Wanted,
): Promise<string[]> {
  const all: string[] = [];
  for (let after = since; ;) {
    const values = [partnerId, after, from, to, types];
    const { looked, last, ids } = await ctx.db.partnerRead(partnerId, async (tx) =>
      only === 'exhausted'
        ? (await tx.one<Looked>(OF_EXHAUSTED, values))!
        : (await tx.one<Looked>(OF_ALL, values))!,
    );
    all.push(...(ids ?? []));
    if (all.length > MOST_REPLAYED) throw invalid([tooMany]);
    if (looked < AT_ONCE) return all;
    after = last!;
  }
}

const tooMany: Problem = {
  field: 'to',
  issue: `expected a range with at most ${MOST_REPLAYED} events to send: shorten it, or name fewer types`,
};
