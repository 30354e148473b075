/**
 * Support requests for the operator, newest first: of everybody by the global queue, which says only
 * whose request it is, what was asked being read partner by partner; of one partner by its own list.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { readId } from '../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type Paging } from '../../input/paging.ts';
import { PARTNER_NAME } from '../partners/managing/partner-name.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { listRequests, REQUESTS_PAGE, type Requests } from './list-requests.ts';
import {
  REQUEST_COLUMNS,
  requestNotFound,
  viewRequest,
  type RequestRow,
  type RequestView,
  type SupportStatus,
} from './request-view.ts';

export type OperatorRequest = RequestView & { partner_id: string; partner: string };
type Listing = Paging & { partner_id?: string | undefined; status?: SupportStatus | undefined };
type Queued = { id: string; partner_id: string; partner: string };

/** By words, not by a parameter: how many there are of each, and so by which index, the planner knows. */
const OF_STATUS = {
  any: 'true',
  answered: "status = 'answered'",
  open: "status = 'open'",
  escalated: "status = 'escalated'",
  closed: "status = 'closed'",
};
const page = (status: string): string =>
  `select id, partner_id, ${PARTNER_NAME('support_queue')}
   from support_queue
   where id < $1 and ${status}
   order by id desc
   limit $2`;

export async function listAllRequests(
  ctx: Context,
  { partner_id: partnerId, status, ...paging }: Listing,
): Promise<Requests<OperatorRequest>> {
  if (partnerId !== undefined) {
    const partner = await findPartner(ctx, partnerId);
    const list = await listRequests(ctx, partner, {
      ...paging,
      status: status === undefined ? undefined : [status],
    });
    return {
      ...list,
      support_requests: list.support_requests.map((view) => ({
        partner_id: partnerId,
        partner: partner.name,
        ...view,
      })),
    };
  }
  const { cursor, limit = REQUESTS_PAGE.usual } = paging;
  const from = [placeOf(cursor, readId('sup')) ?? BEHIND_ALL, limit + 1];
  return ctx.db.operatorRead(async (db, actAs) => {
    const found = await db.rows<Queued>(page(OF_STATUS[status ?? 'any']), from);
    const { page: shown, next_cursor } = pageOf(found, limit, (entry) => entry.id);
    const views: OperatorRequest[] = [];
    for (const [partner, entries] of Map.groupBy(shown, (entry) => entry.partner_id)) {
      await actAs(partner);
      views.push(...(await requestsOf(db, entries)));
    }
    return { support_requests: views.sort((a, b) => (a.id < b.id ? 1 : -1)), next_cursor };
  });
}

/** 404 `support_request_not_found`. */
export const showAnyRequest = (ctx: Context, id: string): Promise<OperatorRequest> =>
  ctx.db.operatorRead(async (db, actAs) => {
    const queued = await db.one<Queued>(
      `select id, partner_id, ${PARTNER_NAME('support_queue')}
       from support_queue
       where id = $1`,
      [id],
    );
    if (queued === undefined) throw requestNotFound();
    await actAs(queued.partner_id);
    const [view] = await requestsOf(db, [queued]);
    if (view === undefined) throw requestNotFound();
    return view;
  });

/** Of one partner, the one that is acted as. */
async function requestsOf(db: Queryable, entries: readonly Queued[]): Promise<OperatorRequest[]> {
  const { partner_id, partner } = entries[0]!;
  const rows = await db.rows<RequestRow>(
    `select ${REQUEST_COLUMNS} from support_requests where partner_id = $1 and id = any($2)`,
    [partner_id, entries.map(({ id }) => id)],
  );
  return rows.map((row) => ({ partner_id, partner, ...viewRequest(row) }));
}
