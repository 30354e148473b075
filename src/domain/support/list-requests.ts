/**
 * Support requests, newest first: a traveler's or all of a partner's, and for the operator those of
 * everybody.
 */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { findPartner } from '../partners/managing/partners.ts';
import type { Partner } from '../partners/partner.ts';
import {
  readCursor,
  REQUEST_COLUMNS,
  viewRequest,
  writeCursor,
  type RequestRow,
  type RequestView,
  type SupportStatus,
} from './request-view.ts';

type Paging = {
  status?: SupportStatus | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};
export type Requests<V> = { support_requests: V[]; next_cursor: string | null };
export type OperatorRequest = RequestView & { partner_id: string };

const DEFAULT_LIMIT = 50;

function before(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = readCursor(cursor);
  if (id === undefined)
    throw invalid([{ field: 'cursor', issue: 'expected next_cursor of an earlier answer' }]);
  return id;
}

/** 404 `user_not_found` for a user that is not there. */
export async function listRequests(
  ctx: Context,
  partner: Partner,
  {
    external_user_id: user,
    status,
    cursor,
    limit = DEFAULT_LIMIT,
  }: Paging & { external_user_id?: string | undefined },
): Promise<Requests<RequestView>> {
  const last = before(cursor);
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
      [partner.id, traveler?.id ?? null, status ?? null, last, limit + 1],
    );
  });
  return {
    support_requests: rows.slice(0, limit).map(viewRequest),
    next_cursor: rows.length > limit ? writeCursor(rows[limit - 1]!.id) : null,
  };
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
    limit = DEFAULT_LIMIT,
  }: Paging & { partner_id?: string | undefined },
): Promise<Requests<OperatorRequest>> {
  const last = before(cursor);
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
      [status ?? null, partnerId ?? null, last, limit + 1],
    );
    const page = found.slice(0, limit);
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
      next_cursor: found.length > limit ? writeCursor(page.at(-1)!.id) : null,
    };
  });
}
