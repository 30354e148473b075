/** One support request of a partner. */
import type { Context } from '../../context.ts';
import {
  REQUEST_COLUMNS,
  requestNotFound,
  viewRequest,
  type RequestRow,
  type RequestView,
} from './request-view.ts';

/** 404 `support_request_not_found`. */
export async function showRequest(
  ctx: Context,
  partnerId: string,
  id: string,
): Promise<RequestView> {
  const row = await ctx.db.partnerRead(partnerId, (db) =>
    db.one<RequestRow>(
      `select ${REQUEST_COLUMNS} from support_requests where partner_id = $1 and id = $2`,
      [partnerId, id],
    ),
  );
  if (row === undefined) throw requestNotFound();
  return viewRequest(row);
}
