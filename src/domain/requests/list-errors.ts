/** What went wrong at a partner, one line for each kind of error, by the counts of each hour. */
import { invalid, type Problem } from '../../errors.ts';
import type { Db } from '../../db/pool.ts';
import { timeOfId } from '../../ids.ts';
import { DAY_MS, HOUR_MS, momentEnd, momentInstant, readQueryMoment } from '../time.ts';
import { hourOf } from './count-by-hour.ts';
import type { Whose } from './list-requests.ts';
import type { Shown } from './request-view.ts';

/** Where nobody says from when. */
const USUAL_DAYS = 7;
const MOST_GROUPS = 500;

type Row = {
  error_type: string;
  status: number;
  operation_id: string;
  count: number;
  first_id: string;
  last_id: string;
};
export type ErrorGroup = {
  error_type: string | null;
  status: number;
  operation_id: string | null;
  method: string | null;
  route: string | null;
  count: number;
  first_at: string;
  last_at: string;
  last_id: string | null;
  doc_url: string | null;
};
export type ErrorRange = { from?: string | undefined; to?: string | undefined };

/** Of whole hours: those that `from` and `to` are in count. Most first. Throws `invalid_request`. */
export async function listErrors(
  { db }: { db: Db },
  { partnerId, zone }: Whose,
  range: ErrorRange,
  shown: Shown,
): Promise<{ groups: ErrorGroup[]; from: string; to: string }> {
  const { from, to } = readRange(zone, range);
  const rows = await db.partnerRead(partnerId, (tx) =>
    tx.rows<Row>(
      `select error_type, status, operation_id, sum(count)::integer as count,
         min(first_id) as first_id, max(last_id) as last_id
       from api_request_counts
       where partner_id = $1
         and hour >= $2
         and hour <= $3
         and status >= 400
       group by error_type, status, operation_id
       order by sum(count) desc, max(last_id) desc
       limit ${MOST_GROUPS}`,
      [partnerId, from, hourOf(to.getTime())],
    ),
  );
  return {
    groups: rows.map((row) => view(row, shown)),
    from: from.toISOString(),
    to: to.toISOString(),
  };
}

/** `from` is the beginning of an hour, `to` the end of one. */
function readRange(zone: string, { from, to }: ErrorRange): { from: Date; to: Date } {
  const problems: Problem[] = [];
  const first = from === undefined ? null : readQueryMoment(from, 'from', problems);
  const last = to === undefined ? null : readQueryMoment(to, 'to', problems);
  if (problems.length > 0) throw invalid(problems);
  const end = (last === null ? new Date() : momentEnd(last, zone)).getTime();
  const begin =
    first === null ? end - USUAL_DAYS * DAY_MS : momentInstant(first, zone, '00:00').getTime();
  return { from: hourOf(begin), to: new Date(hourOf(end).getTime() + HOUR_MS - 1) };
}

function view(row: Row, { operation, docUrl }: Shown): ErrorGroup {
  const known = operation(row.operation_id);
  const at = (id: string): string => new Date(timeOfId(id)).toISOString();
  const isTyped = row.error_type !== '';
  return {
    error_type: isTyped ? row.error_type : null,
    status: row.status,
    operation_id: row.operation_id,
    method: known?.method ?? null,
    route: known?.route ?? null,
    count: row.count,
    first_at: at(row.first_id),
    last_at: at(row.last_id),
    last_id: row.last_id,
    doc_url: isTyped ? docUrl(row.error_type) : null,
  };
}
