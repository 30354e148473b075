/** The delivery log, newest event first, each with its attempts. */
import type { Context } from '../../../context.ts';
import { readId } from '../../../ids.ts';
import type { Queryable } from '../../../db/pool.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeOf,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../../input/paging.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'exhausted'] as const;
export const DELIVERIES_PAGE: PageSize = { most: 100, usual: 20 };
export type DeliveryQuery = Paging & {
  event_id?: string | undefined;
  state?: (typeof DELIVERY_STATES)[number] | undefined;
};

type Attempt = {
  number: number;
  attempted_at: string;
  url: string;
  status_code: number | null;
  error: string | null;
  duration_ms: number;
  response_body: string | null;
};
export type DeliveryView = {
  event_id: string;
  event: string;
  state: string;
  is_test: boolean;
  created_at: string;
  updated_at: string;
  next_attempt_at: string | null;
  attempt_count: number;
  attempts: Attempt[];
};
type Row = {
  event_id: string;
  type: string;
  is_test: boolean;
  state: string;
  created_at: Date;
  updated_at: Date;
  next_attempt_at: Date | null;
  attempts: number;
};
type AttemptRow = Omit<Attempt, 'attempted_at'> & { event_id: string; attempted_at: Date };

/** Of one that was redelivered over and over, the newest attempts are shown. */
const SHOWN_ATTEMPTS = 20;

/**
 * What is looked at. Exhausted ones ($3) have an index; the other states come and go with every
 * delivery, which is not to be held up by one.
 */
const LOOKED_AT = {
  all: 'partner_id = $1 and event_id < $2',
  exhausted: 'partner_id = $1 and event_id < $2 and is_exhausted',
  one: 'partner_id = $1 and event_id < $2 and event_id = $5',
};
const page = (where: string): string =>
  `select d.event_id, e.type, e.is_test, d.state, d.created_at, d.updated_at, d.next_attempt_at,
     d.attempts
   from (select *
     from (select *
       from deliveries
       where ${where}
       order by event_id desc
       limit ${SCANNED}) w
     where $3::text is null or state = $3
     order by event_id desc
     limit $4) d
   join events e on e.partner_id = $1 and e.id = d.event_id
   order by d.event_id desc`;
const REACHED = `select event_id
  from deliveries
  where ${LOOKED_AT.all}
  order by event_id desc
  offset ${SCANNED - 1}
  limit 1`;

/** A page of what is rare may be short or empty and go on. */
export async function listDeliveries(
  ctx: Context,
  partnerId: string,
  query: DeliveryQuery,
): Promise<{ deliveries: DeliveryView[]; next_cursor: string | null }> {
  const limit = query.limit ?? DELIVERIES_PAGE.usual;
  const before = placeOf(query.cursor, readId('evt')) ?? BEHIND_ALL;
  return ctx.db.partnerRead(partnerId, async (tx) => {
    const { rows, reached } = await find(tx, partnerId, before, query, limit + 1);
    const { page: shown, next_cursor } = pageOf(rows, limit, (row) => row.event_id, reached);
    const attempts = await tx.rows<AttemptRow>(
      `select a.event_id, a.number, a.attempted_at, a.url, a.status_code, a.error, a.duration_ms,
         a.response_body
       from unnest($2::text[], $3::int[]) as w(event_id, upto)
       join attempts a on a.partner_id = $1
         and a.event_id = w.event_id
         and a.number > w.upto - ${SHOWN_ATTEMPTS}
       order by a.event_id, a.number`,
      [partnerId, shown.map((r) => r.event_id), shown.map((r) => r.attempts)],
    );
    const byEvent = Map.groupBy(attempts, (a) => a.event_id);
    return {
      deliveries: shown.map((row) => view(row, byEvent.get(row.event_id) ?? [])),
      next_cursor,
    };
  });
}

async function find(
  db: Queryable,
  partnerId: string,
  before: string,
  { event_id, state }: DeliveryQuery,
  limit: number,
): Promise<{ rows: Row[]; reached?: string | undefined }> {
  const from = [partnerId, before, state ?? null, limit];
  if (event_id !== undefined)
    return { rows: await db.rows<Row>(page(LOOKED_AT.one), [...from, event_id]) };
  if (state === 'exhausted') return { rows: await db.rows<Row>(page(LOOKED_AT.exhausted), from) };
  const rows = await db.rows<Row>(page(LOOKED_AT.all), from);
  if (state === undefined || rows.length === limit) return { rows };
  const last = await db.one<{ event_id: string }>(REACHED, [partnerId, before]);
  return { rows, reached: last?.event_id };
}

const view = (row: Row, attempts: AttemptRow[]): DeliveryView => ({
  event_id: row.event_id,
  event: row.type,
  state: row.state,
  is_test: row.is_test,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
  attempt_count: row.attempts,
  attempts: attempts.map(({ event_id: _id, attempted_at, ...rest }) => ({
    ...rest,
    attempted_at: attempted_at.toISOString(),
  })),
});
