/**
 * Which eSIMs to ask their providers about now, planned by the instant (`iccids.poll_at`, real time)
 * and who goes first (`poll_rank`): taken account by account, since each has limits of its own.
 */
import type { Queryable } from '../../../db/pool.ts';
import { SILENCE_MS, type PollPlan, type Rank } from './poll-pace.ts';

export type DuePoll = {
  iccid: string;
  partner_id: string;
  esim_id: string;
  provider: string;
  provider_esim_id: string | null;
  /** the provider hinted at it, and it was not asked since */
  hinted_at: Date | null;
  /** what taking it set: whoever finds another value leaves it to who has planned it meanwhile */
  poll_at: Date;
};

/** Of one account: how many may be taken. */
export type Places = { provider: string; count: number };

/**
 * Moved on first, past the longest try: whoever dies over it leaves it for the next time. In whole
 * milliseconds, so that the value can be compared. Of each account no more rows are read than are
 * taken: rank by rank, each by the index, until the places are filled. Taken by place (ctid), so
 * that no plan can read more than that.
 */
export const takeDuePolls = (
  db: Queryable,
  places: readonly Places[],
  ranks: readonly Rank[],
): Promise<DuePoll[]> =>
  db.rows<DuePoll>(
    `update iccids
     set poll_at = date_trunc('milliseconds', clock_timestamp() + ${SILENCE_MS} * interval '1 ms')
     where ctid = any(array(select d.place
       from unnest($1::text[], $2::integer[]) as a(provider, places),
         lateral (select p.place
           from unnest($3::smallint[]) as r(rank),
             lateral (select ctid as place
               from iccids
               where provider = a.provider and poll_rank = r.rank
                 and poll_at <= statement_timestamp()
               order by poll_at
               limit a.places
               for update skip locked) p
           limit a.places) d))
     returning iccid, partner_id, esim_id, provider, provider_esim_id, hinted_at, poll_at`,
    [places.map((p) => p.provider), places.map((p) => p.count), ranks],
    'take-polls',
  );

/** `inMs` null: nothing on it can change. */
export type NewPlan = { due: DuePoll; inMs: number | null; rank: Rank };

/** Only where nobody planned it meanwhile, for a package that was just added or for a hint. */
export const planAnew = (db: Queryable, plans: readonly NewPlan[]): Promise<unknown> =>
  db.rows(
    `update iccids i
     set poll_at = clock_timestamp() + x.in_ms * interval '1 ms', poll_rank = x.rank
     from unnest($1::text[], $2::timestamptz[], $3::float8[], $4::smallint[])
       as x(iccid, was, in_ms, rank)
     where i.iccid = x.iccid and i.poll_at = x.was`,
    [
      plans.map((p) => p.due.iccid),
      plans.map((p) => p.due.poll_at),
      plans.map((p) => p.inMs),
      plans.map((p) => p.rank),
    ],
    'plan-polls',
  );

/** It was asked. A hint that came meanwhile stays, and what was planned for it. */
export const noteAsked = (
  db: Queryable,
  { iccid, hinted_at }: DuePoll,
  { everyMs, rank }: PollPlan,
): Promise<unknown> =>
  db.rows(
    `update iccids i
     set polled_at = clock_timestamp(),
       hinted_at = case when x.is_hinted then i.hinted_at end,
       poll_at = least(i.poll_at, clock_timestamp() + $3 * interval '1 ms'),
       poll_rank = case when x.is_hinted then i.poll_rank else $4 end
     from (select date_trunc('milliseconds', hinted_at) > coalesce($2::timestamptz, '-infinity') as is_hinted
       from iccids
       where iccid = $1
       for update) x
     where i.iccid = $1`,
    [iccid, hinted_at, everyMs, rank],
    'note-asked',
  );

/** It could not be asked. */
export const askLater = (db: Queryable, { iccid }: DuePoll, inMs: number): Promise<unknown> =>
  db.rows(
    `update iccids
     set poll_at = least(poll_at, clock_timestamp() + $2 * interval '1 ms')
     where iccid = $1`,
    [iccid, inMs],
    'ask-later',
  );
