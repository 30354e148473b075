/** The delivery log as a table: each delivery with its last attempt, newest event first. */
import type { Context } from '../../../context.ts';
import { readId } from '../../../ids.ts';
import { allPages } from '../../../input/all-pages.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeOf,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../../input/paging.ts';
import {
  attemptsOf,
  findDeliveries,
  headOf,
  type Attempt,
  type DeliveryFilters,
  type DeliveryHead,
  type DeliveryRow,
} from '../delivering/find-deliveries.ts';
import { eventTypesOf } from '../event-types.ts';

export const DELIVERY_ROWS_PAGE: PageSize = { most: 100, usual: 25 };

/** `type`: with commas. */
export type DeliveryRowFilters = Omit<DeliveryFilters, 'types'> & { type?: string | undefined };
export type LastAttempt = Pick<Attempt, 'status_code' | 'error' | 'duration_ms'> & { at: string };
/** `last_attempt` null: none was made yet. */
export type DeliveryRowView = DeliveryHead & { last_attempt: LastAttempt | null };

/** Throws `invalid_request`. A page of what is rare may be short or empty and go on. */
export async function listDeliveryRows(
  ctx: Context,
  partnerId: string,
  { type, ...query }: DeliveryRowFilters & Paging,
): Promise<{ deliveries: DeliveryRowView[]; next_cursor: string | null }> {
  const limit = query.limit ?? DELIVERY_ROWS_PAGE.usual;
  const before = placeOf(query.cursor, readId('evt')) ?? BEHIND_ALL;
  const types = type === undefined ? undefined : eventTypesOf('type', type.split(','));
  const filters = { ...query, types };
  return ctx.db.partnerRead(partnerId, async (tx) => {
    const { rows, reached } = await findDeliveries(tx, partnerId, before, filters, limit + 1);
    const { page: shown, next_cursor } = pageOf(rows, limit, (row) => row.event_id, reached);
    const attempts = await attemptsOf(tx, partnerId, shown, 1);
    const deliveries = shown.map((row) => rowView(row, attempts(row.event_id)));
    return { deliveries, next_cursor };
  });
}

/** All that a file takes. Throws `invalid_request`. */
export const allDeliveryRows = (
  ctx: Context,
  partnerId: string,
  filters: DeliveryRowFilters,
): Promise<DeliveryRowView[]> =>
  allPages(async (cursor) => {
    const query = { ...filters, cursor, limit: SCANNED - 1 };
    const { deliveries, next_cursor } = await listDeliveryRows(ctx, partnerId, query);
    return { rows: deliveries, next_cursor };
  }, 'deliveries');

/** `attempts`: oldest first. */
export function rowView(row: DeliveryRow, attempts: readonly Attempt[]): DeliveryRowView {
  const last = attempts.at(-1);
  return {
    ...headOf(row),
    last_attempt:
      last === undefined
        ? null
        : {
            at: last.attempted_at,
            status_code: last.status_code,
            error: last.error,
            duration_ms: last.duration_ms,
          },
  };
}
