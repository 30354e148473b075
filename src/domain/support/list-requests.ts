/**
 * Support requests, newest first: a traveler's or all of a partner's, and for the operator those of
 * everybody.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { readId } from '../../ids.ts';
import { pageOf, placeOf, type PageSize, type Paging } from '../../input/paging.ts';
import { findPartner } from '../partners/managing/partners.ts';
import type { Partner } from '../partners/partner.ts';
import {
  REQUEST_COLUMNS,
  viewRequest,
  type RequestRow,
  type RequestView,
  type SupportStatus,
} from './request-view.ts';

type Listing = Paging & { status?: SupportStatus | undefined };
export type Requests<V> = { support_requests: V[]; next_cursor: string | null };
export type OperatorRequest = RequestView & { partner_id: string };

export const REQUESTS_PAGE: PageSize = { most: 100, usual: 50 };

/** 404 `user_not_found` for a user that is not there. */
export async function listRequests(
  ctx: Context,
  partner: Partner,
  {
    external_user_id: user,
    status,
    cursor,
    limit = REQUESTS_PAGE.usual,
  }: Listing & { external_user_id?: string | undefined },
): Promise<Requests<RequestView>> {
  const before = placeOf(cursor, readId('sup'));
  const rows = await ctx.db.partnerRead(partner.id, async (tx) => {
    const traveler =
      user === undefined
        ? null
        : await tx.one<{ id: string }>(
            'select id from travelers where partner_id = $1 and external_user_id = $2',
            [partner.id, user],
          );
    if (traveler === undefined) throw new AppError('user_not_found', 'There is no such user.');
    return tx.rows<RequestRow>(
      `select ${REQUEST_COLUMNS}
       from support_requests
       where partner_id = $1
         and ($2::text is null or traveler_id = $2)
         and ($3::text is null or status = $3)
         and ($4::text is null or id < $4)
       order by id desc
       limit $5`,
      [partner.id, traveler?.id ?? null, status ?? null, before, limit + 1],
    );
  });
  const { page, next_cursor } = pageOf(rows, limit, (row) => row.id);
  return { support_requests: page.map(viewRequest), next_cursor };
}

/**
 * By the global queue, which says only whose request it is; what was asked is read partner by
 * partner.
 */
export async function listAllRequests(
  ctx: Context,
  {
    status,
    partner_id: partnerId,
    cursor,
    limit = REQUESTS_PAGE.usual,
  }: Listing & { partner_id?: string | undefined },
): Promise<Requests<OperatorRequest>> {
  const before = placeOf(cursor, readId('sup'));
  if (partnerId !== undefined) await findPartner(ctx, partnerId);
  return ctx.db.operatorRead(async (db, actAs) => {
    const found = await db.rows<{ id: string; partner_id: string }>(
      `select id, partner_id
       from support_queue
       where ($1::text is null or status = $1)
         and ($2::text is null or partner_id = $2)
         and ($3::text is null or id < $3)
       order by id desc
       limit $4`,
      [status ?? null, partnerId ?? null, before, limit + 1],
    );
    const { page, next_cursor } = pageOf(found, limit, (entry) => entry.id);
    const views: OperatorRequest[] = [];
    for (const [partner, entries] of Map.groupBy(page, (entry) => entry.partner_id)) {
      await actAs(partner);
      const rows = await db.rows<RequestRow>(
        `select ${REQUEST_COLUMNS} from support_requests where partner_id = $1 and id = any($2)`,
        [partner, entries.map(({ id }) => id)],
      );
      views.push(...rows.map((row) => ({ partner_id: partner, ...viewRequest(row) })));
    }
    return {
      support_requests: views.sort((a, b) => (a.id < b.id ? 1 : -1)),
      next_cursor,
    };
  });
}
