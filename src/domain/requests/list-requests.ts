/** Requests of a partner's servers, newest first, by what was asked and how it was answered. */
import { invalid, type Problem } from '../../errors.ts';
import type { Db, Queryable } from '../../db/pool.ts';
import { firstIdAt, readId, timeOfId } from '../../ids.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeIn,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../input/paging.ts';
import { momentEnd, momentInstant, readQueryMoment } from '../time.ts';
import { hourOf } from './count-by-hour.ts';
import { requestView, type RequestRow, type RequestView, type Shown } from './request-view.ts';

export const REQUESTS_PAGE: PageSize = { most: 100, usual: 25 };
export const STATUSES = ['success', 'error', 'client_error', 'server_error'] as const;

export type RequestFilters = {
  status?: (typeof STATUSES)[number] | undefined;
  /** of HTTP */
  code?: number | undefined;
  operation?: string | undefined;
  error_type?: string | undefined;
  /** id of a key */
  key?: string | undefined;
  /** ours, or what the client called it */
  request_id?: string | undefined;
  /** ISO 8601; a date without a time is its beginning */
  from?: string | undefined;
  /** the same; a date without a time is its end */
  to?: string | undefined;
};
/** `zone`: of times without an offset. */
export type Whose = { partnerId: string; zone: string };

const COLUMNS = `id, client_request_id, method, path, operation_id, status, error_type, duration_ms,
  key_id, ip, request_bytes, response_bytes`;
const FITS = `($4::text is null or operation_id = $4)
  and ($5::text is null or error_type = $5)
  and status between $6 and $7
  and ($8::text is null or key_id = $8)`;
const IN_RANGE = 'partner_id = $1 and id < $2 and id >= $3';
const page = (where: string): string =>
  `select ${COLUMNS}
   from (select *
     from api_requests
     where ${where}
     order by id desc
     limit ${SCANNED}) r
   where ${FITS}
   order by id desc
   limit $9`;
/** The last one that such a page has looked at. */
const reached = (where: string): string =>
  `select id
   from api_requests
   where ${where}
   order by id desc
   offset ${SCANNED - 1}
   limit 1`;
const FAILED = `${IN_RANGE} and status >= 400`;
const LOOKED_AT = {
  all: { page: page(IN_RANGE), reached: reached(IN_RANGE) },
  failed: { page: page(FAILED), reached: reached(FAILED) },
};
/**
 * Where the next one may be, by the counts: the newest of an hour that has any, or `$2` where that
 * hour has newer ones too. Null: there is none.
 */
const NEXT = `select max(least(last_id, $2)) as id
  from api_request_counts
  where partner_id = $1
    and hour >= $3
    and hour <= $4
    and ($5::text is null or operation_id = $5)
    and ($6::text is null or error_type = $6)
    and status between $7 and $8`;
/**
 * By either name; a client may have used one for many. As a range: with an equation the planner may
 * take the index of all requests for the order.
 */
const NAMED = `select ${COLUMNS}
  from (select *
    from api_requests
    where ${IN_RANGE} and id = $10
    union all
    (select *
    from api_requests
    where partner_id = $1
      and client_request_id is not null
      and (client_request_id, id) < ($10, $2)
      and (client_request_id, id) >= ($10, $3)
    order by client_request_id desc, id desc
    limit ${SCANNED})) r
  where ${FITS}
  order by id desc
  limit $9`;

/** Looks for one page, each at so many rows as `SCANNED` says; what is left goes to the next page. */
const LOOKS = 3;

const ANY = { from: 100, to: 599 };
const RANGES = {
  success: { from: 100, to: 399 },
  error: { from: 400, to: 599 },
  client_error: { from: 400, to: 499 },
  server_error: { from: 500, to: 599 },
};

type Range = { since: string; before: string };
type Found = { rows: RequestRow[]; reached: string | null };

/** Throws `invalid_request`. A page of what is rare may be short or empty and go on. */
export async function listRequests(
  { db }: { db: Db },
  { partnerId, zone }: Whose,
  query: RequestFilters & Paging,
  shown: Shown,
): Promise<{ requests: RequestView[]; next_cursor: string | null }> {
  const { limit = REQUESTS_PAGE.usual } = query;
  const range = readRange(zone, query);
  const { rows, reached: last } = await db.partnerRead(partnerId, (tx) =>
    find(tx, partnerId, range, query, limit + 1),
  );
  const { page: found, next_cursor } = pageOf(rows, limit, ({ id }) => id, last);
  return { requests: found.map((row) => requestView(row, shown)), next_cursor };
}

async function find(
  tx: Queryable,
  partnerId: string,
  { since, before: end }: Range,
  query: RequestFilters,
  limit: number,
): Promise<Found> {
  const { operation = null, error_type: errorType = null, key = null } = query;
  const { from, to } = statusesOf(query);
  const filters = [operation, errorType, from, to, key];
  if (query.request_id !== undefined) {
    const values = [partnerId, end, since, ...filters, limit, query.request_id];
    return { rows: await tx.rows<RequestRow>(NAMED, values), reached: null };
  }
  const looked = LOOKED_AT[from >= 400 || errorType !== null ? 'failed' : 'all'];
  const isCounted = operation !== null || errorType !== null || from !== ANY.from || to !== ANY.to;
  const rows: RequestRow[] = [];
  let before = end;
  for (let look = 0; look < LOOKS; look++) {
    if (isCounted) {
      const next = await nextOf(tx, [partnerId, before, ...hoursOf(since, before)], filters);
      if (next === null) return { rows, reached: null };
      // Itself included.
      if (next !== before) before = `${next}0`;
    }
    const values = [partnerId, before, since];
    rows.push(
      ...(await tx.rows<RequestRow>(looked.page, [...values, ...filters, limit - rows.length])),
    );
    if (rows.length >= limit) return { rows, reached: null };
    const last = await tx.one<{ id: string }>(looked.reached, values);
    if (last === undefined) return { rows, reached: null };
    before = last.id;
  }
  return { rows, reached: before };
}

const nextOf = async (
  tx: Queryable,
  from: readonly unknown[],
  [operation, errorType, least, most]: readonly unknown[],
): Promise<string | null> =>
  (await tx.one<{ id: string | null }>(NEXT, [...from, operation, errorType, least, most]))!.id;

/** The hours that ids of this range are of. */
const hoursOf = (since: string, before: string): [string, string] => [
  since === '' ? '-infinity' : hourOf(timeOfId(since)).toISOString(),
  before === BEHIND_ALL ? 'infinity' : hourOf(timeOfId(before)).toISOString(),
];

/** Of a code and a kind of status together what both say, which may be none. */
function statusesOf({ status, code }: RequestFilters): { from: number; to: number } {
  const { from, to } = status === undefined ? ANY : RANGES[status];
  return code === undefined ? { from, to } : { from: Math.max(from, code), to: Math.min(to, code) };
}

/** As a range of ids, which say when. */
function readRange(zone: string, query: RequestFilters & Paging): Range {
  const problems: Problem[] = [];
  const place = placeIn(query.cursor, readId('req'), problems);
  const from = query.from === undefined ? null : readQueryMoment(query.from, 'from', problems);
  const to = query.to === undefined ? null : readQueryMoment(query.to, 'to', problems);
  if (problems.length > 0) throw invalid(problems);
  const since = from === null ? '' : firstAt(momentInstant(from, zone, '00:00').getTime());
  const end = to === null ? BEHIND_ALL : firstAt(momentEnd(to, zone).getTime() + 1);
  return { since, before: place !== null && place < end ? place : end };
}

/** In zones east of ours the year 1970 begins before time does. */
const firstAt = (ms: number): string => firstIdAt('req', Math.max(0, ms));

/** More are not taken into one file, and not looked through for one. */
export const MOST_IN_FILE = 50_000;
const MOST_PAGES = 200;
const IN_FILE_PAGE = 1_000;

/** All that fit, newest first. Throws `invalid_request` where they are more than a file holds. */
export async function allRequests(
  ctx: { db: Db },
  whose: Whose,
  filters: RequestFilters,
  shown: Shown,
): Promise<RequestView[]> {
  const all: RequestView[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages === 0 || cursor !== undefined; pages++) {
    const page = { ...filters, limit: IN_FILE_PAGE, cursor };
    const { requests, next_cursor } = await listRequests(ctx, whose, page, shown);
    all.push(...requests);
    if (all.length > MOST_IN_FILE || pages === MOST_PAGES)
      throw invalid([
        {
          field: 'from',
          issue: `expected a time of at most ${MOST_IN_FILE} requests that fit, and of fewer that do not`,
        },
      ]);
    cursor = next_cursor ?? undefined;
  }
  return all;
}
