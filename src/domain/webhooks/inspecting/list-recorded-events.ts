/**
 * What happened, newest first, each event with how its delivery stands. The feed has another order,
 * for machines that read all of it (feed/list-events.ts).
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { isId, readId } from '../../../ids.ts';
import { allPages } from '../../../input/all-pages.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeOf,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../../input/paging.ts';
import { eventTypesOf } from '../event-types.ts';
import { firstIdOf, readTimeRange, type PartnerTime } from '../time-range.ts';

export const RECORDED_PAGE: PageSize = { most: 100, usual: 25 };

export type EventFilters = {
  /** with commas */
  type?: string | undefined;
  /** an event's id, or that of what it tells of */
  q?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export type DeliveryState = {
  state: string;
  attempt_count: number;
  /** partner's time; null: none is planned */
  next_attempt_at: string | null;
  /** of the last attempt */
  last_status_code: number | null;
  last_error: string | null;
};
export type RecordedEvent = {
  event_id: string;
  event: string;
  timestamp: string;
  entity_id: string;
  is_test: boolean;
  /** null: it was never to be sent */
  delivery: DeliveryState | null;
};
type Row = {
  id: string;
  type: string;
  occurred_at: Date;
  entity_id: string;
  is_test: boolean;
  state: string | null;
  attempts: number | null;
  next_attempt_at: Date | null;
  status_code: number | null;
  error: string | null;
};

/** $2: before which, $3: from which. Of one thing there are few; its newest are looked at. */
const ALL = `partner_id = $1 and id < $2 and id >= $3 and $8::text is null
    order by id desc`;
const BY_ID = `partner_id = $1 and id = $8 and id < $2 and id >= $3`;
const BY_ENTITY = `partner_id = $1 and entity_id = $8
    order by sequence desc`;

const page = (looked: string): string =>
  `select e.id, e.type, e.occurred_at, e.entity_id, e.is_test, d.state, d.attempts,
     d.next_attempt_at, a.status_code, a.error
   from (select *
     from (select id, type, occurred_at, entity_id, is_test
       from events
       where ${looked}
       limit ${SCANNED}) w
     where id < $2
       and id >= $3
       and ($4::text[] is null or type = any($4))
       and ($5::timestamptz is null or occurred_at >= $5)
       and ($6::timestamptz is null or occurred_at <= $6)
     order by id desc
     limit $7) e
   left join lateral (select state, attempts, next_attempt_at
     from deliveries
     where partner_id = $1 and event_id = e.id
     offset 0) d on true
   left join lateral (select status_code, error
     from attempts
     where partner_id = $1 and event_id = e.id and number = d.attempts
     offset 0) a on true
   order by e.id desc`;
const REACHED = `select id
  from events
  where partner_id = $1 and id < $2 and id >= $3
  order by id desc
  offset ${SCANNED - 1}
  limit 1`;
/**
 * So many times the page looks further where it is not full: what lies far back, and is rare, is
 * found in few pages.
 */
const LOOKS = 10;

type Filters = { types: string[] | null; from: Date | null; to: Date | null; since: string };

/** Throws `invalid_request`. A page of what is rare may be short or empty and go on. */
export async function listRecordedEvents(
  ctx: Context,
  partnerId: string,
  query: EventFilters & Paging,
  time: PartnerTime,
): Promise<{ events: RecordedEvent[]; next_cursor: string | null }> {
  const limit = query.limit ?? RECORDED_PAGE.usual;
  const before = placeOf(query.cursor, readId('evt')) ?? BEHIND_ALL;
  const range = readTimeRange(query, time.zone);
  const types = query.type === undefined ? null : eventTypesOf('type', query.type.split(','));
  const filters = { ...range, types, since: firstIdOf(range, time.now) };
  const { rows, reached } = await ctx.db.partnerRead(partnerId, (tx) =>
    query.q === undefined
      ? findAmongAll(tx, partnerId, before, filters, limit + 1)
      : findOf(tx, partnerId, query.q, before, filters, limit + 1),
  );
  const { page: shown, next_cursor } = pageOf(rows, limit, (row) => row.id, reached);
  return { events: shown.map(view), next_cursor };
}

/** All that a file takes. Throws `invalid_request`. */
export const allRecordedEvents = (
  ctx: Context,
  partnerId: string,
  filters: EventFilters,
  time: PartnerTime,
): Promise<RecordedEvent[]> =>
  allPages(async (cursor) => {
    const query = { ...filters, cursor, limit: SCANNED };
    const { events, next_cursor } = await listRecordedEvents(ctx, partnerId, query, time);
    return { rows: events, next_cursor };
  }, 'events');

type Found = { rows: Row[]; reached?: string };

async function findAmongAll(
  db: Queryable,
  partnerId: string,
  before: string,
  { types, from, to, since }: Filters,
  most: number,
): Promise<Found> {
  const rows: Row[] = [];
  let place = before;
  for (let looks = 1; ; looks++) {
    const values = [partnerId, place, since, types, from, to, most - rows.length, null];
    rows.push(...(await db.rows<Row>(page(ALL), values)));
    if (rows.length === most) return { rows };
    const last = await db.one<{ id: string }>(REACHED, [partnerId, place, since]);
    if (last === undefined) return { rows };
    if (looks === LOOKS) return { rows, reached: last.id };
    place = last.id;
  }
}

const findOf = async (
  db: Queryable,
  partnerId: string,
  of: string,
  before: string,
  { types, from, to, since }: Filters,
  most: number,
): Promise<Found> => ({
  rows: await db.rows<Row>(page(isId(of, 'evt') ? BY_ID : BY_ENTITY), [
    partnerId,
    before,
    since,
    types,
    from,
    to,
    most,
    of,
  ]),
});

const view = (row: Row): RecordedEvent => ({
  event_id: row.id,
  event: row.type,
  timestamp: row.occurred_at.toISOString(),
  entity_id: row.entity_id,
  is_test: row.is_test,
  delivery:
    row.state === null
      ? null
      : {
          state: row.state,
          attempt_count: row.attempts!,
          next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
          last_status_code: row.status_code,
          last_error: row.error,
        },
});
