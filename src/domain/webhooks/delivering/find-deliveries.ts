/** Deliveries for the lists of them, newest event first, and their attempts. */
import type { Queryable } from '../../../db/pool.ts';
import { SCANNED } from '../../../input/paging.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'exhausted'] as const;
export type DeliveryFilters = {
  event_id?: string | undefined;
  state?: (typeof DELIVERY_STATES)[number] | undefined;
  types?: readonly string[] | undefined;
};
export type DeliveryRow = {
  event_id: string;
  type: string;
  is_test: boolean;
  state: string;
  created_at: Date;
  updated_at: Date;
  next_attempt_at: Date | null;
  attempts: number;
};
export type DeliveryHead = {
  event_id: string;
  event: string;
  state: string;
  is_test: boolean;
  created_at: string;
  updated_at: string;
  next_attempt_at: string | null;
  attempt_count: number;
};
export type Attempt = {
  number: number;
  attempted_at: string;
  url: string;
  status_code: number | null;
  error: string | null;
  duration_ms: number;
  response_body: string | null;
};
type AttemptRow = Omit<Attempt, 'attempted_at'> & { event_id: string; attempted_at: Date };
/** `reached`: the last that was looked at, where more are left to look at. */
export type FoundDeliveries = { rows: DeliveryRow[]; reached?: string | undefined };

/**
 * What is looked at. Exhausted ones ($3) have an index; the other states come and go with every
 * delivery, which is not to be held up by one.
 */
const LOOKED_AT = {
  all: 'partner_id = $1 and event_id < $2',
  exhausted: 'partner_id = $1 and event_id < $2 and is_exhausted',
  one: 'partner_id = $1 and event_id < $2 and event_id = $5',
};
const COLUMNS = `d.event_id, e.type, e.is_test, d.state, d.created_at, d.updated_at,
  d.next_attempt_at, d.attempts`;
const page = (where: string): string =>
  `select ${COLUMNS}
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
/** The type stands with the event: each that is looked at is looked up there, by its key. */
const pageOfTypes = (where: string): string =>
  `select ${COLUMNS}
   from (select *
     from deliveries
     where ${where}
     order by event_id desc
     limit ${SCANNED}) d
   cross join lateral (select type, is_test
     from events
     where partner_id = $1 and id = d.event_id
     offset 0) e
   where ($3::text is null or d.state = $3) and e.type = any($5)
   order by d.event_id desc
   limit $4`;
const reachedOf = (where: string): string =>
  `select event_id
   from deliveries
   where ${where}
   order by event_id desc
   offset ${SCANNED - 1}
   limit 1`;

/**
 * With no more pending ones than this they are all known by their two indexes: far back, where
 * retries go on for days, no page would find them soon.
 */
const FEW = 50;
const PENDING = `select ${COLUMNS}
  from ((select *
      from deliveries
      where partner_id = $1 and next_attempt_at is not null
      limit ${FEW + 1})
    union all
    (select *
      from deliveries
      where partner_id = $1 and state = 'pending' and next_attempt_at is null
      limit ${FEW + 1})) d
  cross join lateral (select type, is_test
    from events
    where partner_id = $1 and id = d.event_id
    offset 0) e`;

/** Up to `most` before an event's id; a page of what is rare may be short or empty and go on. */
export async function findDeliveries(
  db: Queryable,
  partnerId: string,
  before: string,
  { event_id, state, types }: DeliveryFilters,
  most: number,
): Promise<FoundDeliveries> {
  const fits = (row: DeliveryRow): boolean => types?.includes(row.type) ?? true;
  const from = [partnerId, before, state ?? null, most];
  if (event_id !== undefined) {
    const rows = await db.rows<DeliveryRow>(page(LOOKED_AT.one), [...from, event_id]);
    return { rows: rows.filter(fits) };
  }
  if (state === 'pending') {
    const all = await db.rows<DeliveryRow>(PENDING, [partnerId]);
    if (all.length <= FEW) return { rows: newestOf(all, before).filter(fits).slice(0, most) };
  }
  const where = state === 'exhausted' ? LOOKED_AT.exhausted : LOOKED_AT.all;
  const rows =
    types === undefined
      ? await db.rows<DeliveryRow>(page(where), from)
      : await db.rows<DeliveryRow>(pageOfTypes(where), [...from, types]);
  // Only what the index does not find leaves rows behind that were looked at in vain.
  const isByIndex = types === undefined && (state === undefined || state === 'exhausted');
  if (isByIndex || rows.length === most) return { rows };
  const last = await db.one<{ event_id: string }>(reachedOf(where), [partnerId, before]);
  return { rows, reached: last?.event_id };
}

const newestOf = (rows: readonly DeliveryRow[], before: string): DeliveryRow[] =>
  rows
    .filter((row) => row.event_id < before)
    .toSorted((a, b) => (a.event_id < b.event_id ? 1 : -1));

/** The newest `most` of each, oldest first, by event. */
export async function attemptsOf(
  db: Queryable,
  partnerId: string,
  rows: readonly DeliveryRow[],
  most: number,
): Promise<(eventId: string) => Attempt[]> {
  const attempts = await db.rows<AttemptRow>(
    `select a.event_id, a.number, a.attempted_at, a.url, a.status_code, a.error, a.duration_ms,
       a.response_body
     from unnest($2::text[], $3::int[]) as w(event_id, upto)
     join attempts a on a.partner_id = $1
       and a.event_id = w.event_id
       and a.number > w.upto - $4::int
     order by a.event_id, a.number`,
    [partnerId, rows.map((r) => r.event_id), rows.map((r) => r.attempts), most],
  );
  const byEvent = Map.groupBy(attempts, (a) => a.event_id);
  return (eventId) =>
    (byEvent.get(eventId) ?? []).map(({ event_id: _id, attempted_at, ...rest }) => ({
      ...rest,
      attempted_at: attempted_at.toISOString(),
    }));
}

export const headOf = (row: DeliveryRow): DeliveryHead => ({
  event_id: row.event_id,
  event: row.type,
  state: row.state,
  is_test: row.is_test,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
  attempt_count: row.attempts,
});
