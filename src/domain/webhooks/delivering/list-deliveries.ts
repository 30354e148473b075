/** The delivery log, newest event first, each with its attempts. */
import type { Context } from '../../../context.ts';
import { readId } from '../../../ids.ts';
import { pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';

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

export async function listDeliveries(
  ctx: Context,
  partnerId: string,
  query: DeliveryQuery,
): Promise<{ deliveries: DeliveryView[]; next_cursor: string | null }> {
  const limit = query.limit ?? DELIVERIES_PAGE.usual;
  const before = placeOf(query.cursor, readId('evt'));
  return ctx.db.partnerRead(partnerId, async (tx) => {
    const params: unknown[] = [partnerId];
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const where = ['d.partner_id = $1'];
    if (query.event_id !== undefined) where.push(`d.event_id = ${bind(query.event_id)}`);
    if (query.state !== undefined) where.push(`d.state = ${bind(query.state)}`);
    if (before !== null) where.push(`d.event_id < ${bind(before)}`);
    const rows = await tx.rows<Row>(
      `select d.event_id, e.type, e.is_test, d.state, d.created_at, d.updated_at, d.next_attempt_at,
         d.attempts
       from deliveries d
       join events e on e.partner_id = d.partner_id and e.id = d.event_id
       where ${where.join(' and ')}
       order by d.event_id desc
       limit ${bind(limit + 1)}`,
      params,
    );
    const { page, next_cursor } = pageOf(rows, limit, (row) => row.event_id);
    const attempts = await tx.rows<AttemptRow>(
      `select a.event_id, a.number, a.attempted_at, a.url, a.status_code, a.error, a.duration_ms,
         a.response_body
       from unnest($2::text[], $3::int[]) as w(event_id, upto)
       join attempts a on a.partner_id = $1
         and a.event_id = w.event_id
         and a.number > w.upto - ${SHOWN_ATTEMPTS}
       order by a.event_id, a.number`,
      [partnerId, page.map((r) => r.event_id), page.map((r) => r.attempts)],
    );
    const byEvent = Map.groupBy(attempts, (a) => a.event_id);
    return {
      deliveries: page.map((row) => view(row, byEvent.get(row.event_id) ?? [])),
      next_cursor,
    };
  });
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
