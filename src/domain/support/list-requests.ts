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

/** `status`: any of these; none given = whatever it is. */
export type Listing = Paging & { status?: readonly SupportStatus[] | undefined };
export type Requests<V> = { support_requests: V[]; next_cursor: string | null };

export const REQUESTS_PAGE: PageSize = { most: 100, usual: 50 };

/** Which index finds them. Of one traveler there are few: their status is looked at. */
const FOUND_BY = {
  all: 'id < $2',
  traveler: 'id < $2 and traveler_id = $5 and ($4::text[] is null or status = any($4))',
};
const page = (where: string): string =>
  `select ${REQUEST_COLUMNS}
   from support_requests
   where partner_id = $1 and ${where}
   order by id desc
   limit $3`;
/** The newest of each status, of which the newest: the index has each in the order of the list. */
const OF_STATUSES = `select ${REQUEST_COLUMNS}
  from unnest($4::text[]) as asked (wanted)
  cross join lateral (select ${REQUEST_COLUMNS}
    from support_requests
    where partner_id = $1 and status = asked.wanted and id < $2
    order by id desc
    limit $3) as newest
  order by id desc
  limit $3`;

/** 404 `user_not_found` for a user that is not there. */
export async function listRequests(
  ctx: Context,
  partner: Partner,
  { external_user_id: user, ...listing }: Listing & { external_user_id?: string | undefined },
): Promise<Requests<RequestView>> {
  const { cursor, limit = REQUESTS_PAGE.usual } = listing;
  const statuses = listing.status === undefined ? null : [...new Set(listing.status)];
  const before = placeOf(cursor, readId('sup')) ?? BEHIND_ALL;
  const rows = await ctx.db.partnerRead(partner.id, async (db) => {
    const from = [partner.id, before, limit + 1];
    if (user === undefined)
      return statuses === null
        ? db.rows<RequestRow>(page(FOUND_BY.all), from)
        : db.rows<RequestRow>(OF_STATUSES, [...from, statuses]);
    const traveler = await db.one<{ id: string }>(
      'select id from travelers where partner_id = $1 and external_user_id = $2',
      [partner.id, user],
    );
    if (traveler === undefined) throw new AppError('user_not_found', 'There is no such user.');
    return db.rows<RequestRow>(page(FOUND_BY.traveler), [...from, statuses, traveler.id]);
  });
  const { page: shown, next_cursor } = pageOf(rows, limit, (row) => row.id);
  return { support_requests: shown.map(viewRequest), next_cursor };
}
