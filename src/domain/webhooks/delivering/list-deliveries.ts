/** The delivery log, newest event first, each with its attempts. */
import type { Context } from '../../../context.ts';
import { readId } from '../../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import {
  attemptsOf,
  findDeliveries,
  headOf,
  type Attempt,
  type DeliveryFilters,
  type DeliveryHead,
} from './find-deliveries.ts';

export const DELIVERIES_PAGE: PageSize = { most: 100, usual: 20 };
export type DeliveryView = DeliveryHead & { attempts: Attempt[] };

/** Of one that was redelivered over and over, the newest attempts are shown. */
export const SHOWN_ATTEMPTS = 20;

/** A page of what is rare may be short or empty and go on. */
export async function listDeliveries(
  ctx: Context,
  partnerId: string,
  query: Omit<DeliveryFilters, 'types'> & Paging,
): Promise<{ deliveries: DeliveryView[]; next_cursor: string | null }> {
  const limit = query.limit ?? DELIVERIES_PAGE.usual;
  const before = placeOf(query.cursor, readId('evt')) ?? BEHIND_ALL;
  return ctx.db.partnerRead(partnerId, async (tx) => {
    const { rows, reached } = await findDeliveries(tx, partnerId, before, query, limit + 1);
    const { page: shown, next_cursor } = pageOf(rows, limit, (row) => row.event_id, reached);
    const attempts = await attemptsOf(tx, partnerId, shown, SHOWN_ATTEMPTS);
    return {
      deliveries: shown.map((row) => ({ ...headOf(row), attempts: attempts(row.event_id) })),
      next_cursor,
    };
  });
}
