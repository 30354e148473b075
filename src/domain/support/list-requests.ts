/** Support requests, newest first: a traveler's or all of a partner's. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { readId } from '../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../input/paging.ts';
import type { Partner } from '../partners/partner.ts';
import {
  REQUEST_COLUMNS,
  viewRequest,
  type RequestRow,
  type RequestView,
  type SupportStatus,
} from './request-view.ts';

export type Listing = Paging & { status?: SupportStatus | undefined };
export type Requests<V> = { support_requests: V[]; next_cursor: string | null };

export const REQUESTS_PAGE: PageSize = { most: 100, usual: 50 };

/** Which index finds them. Of one traveler there are few: their status is looked at. */
const FOUND_BY = {
  all: 'id < $2',
  status: 'id < $2 and status = $4',
  traveler: 'id < $2 and traveler_id = $5 and ($4::text is null or status = $4)',
};
const page = (where: string): string =>
  `select ${REQUEST_COLUMNS}
   from support_requests
   where partner_id = $1 and ${where}
   order by id desc
   limit $3`;

/** 404 `user_not_found` for a user that is not there. */
export async function listRequests(
  ctx: Context,
  partner: Partner,
  { external_user_id: user, ...listing }: Listing & { external_user_id?: string | undefined },
): Promise<Requests<RequestView>> {
  const { status, cursor, limit = REQUESTS_PAGE.usual } = listing;
  const before = placeOf(cursor, readId('sup')) ?? BEHIND_ALL;
  const rows = await ctx.db.partnerRead(partner.id, async (db) => {
    const from = [partner.id, before, limit + 1];
    if (user === undefined)
      return status === undefined
        ? db.rows<RequestRow>(page(FOUND_BY.all), from)
        : db.rows<RequestRow>(page(FOUND_BY.status), [...from, status]);
    const traveler = await db.one<{ id: string }>(
      'select id from travelers where partner_id = $1 and external_user_id = $2',
      [partner.id, user],
    );
    if (traveler === undefined) throw new AppError('user_not_found', 'There is no such user.');
    return db.rows<RequestRow>(page(FOUND_BY.traveler), [...from, status ?? null, traveler.id]);
  });
  const { page: shown, next_cursor } = pageOf(rows, limit, (row) => row.id);
  return { support_requests: shown.map(viewRequest), next_cursor };
}
