/** POST /api/operator/support-requests/{id}/close. */
import type { Context } from '../../context.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import { partnerNow } from '../partners/now.ts';
import type { OperatorRequest } from './list-all-requests.ts';
import { PARTNER_NAME } from '../partners/managing/partner-name.ts';
import { REQUEST_COLUMNS, requestNotFound, viewRequest, type RequestRow } from './request-view.ts';

/** A closed one is answered as it is. 404 `support_request_not_found`. */
export async function closeRequest(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<OperatorRequest> {
  const entry = await ctx.db.one<{ partner_id: string; partner: string }>(
    `select partner_id, ${PARTNER_NAME('support_queue')}
     from support_queue
     where id = $1`,
    [id],
  );
  if (entry === undefined) throw requestNotFound();
  const { partner_id } = entry;
  const row = await ctx.db.partnerTx(partner_id, async (tx) => {
    const closed = await tx.one<RequestRow>(
      `update support_requests
         set status = 'closed', updated_at = $3, first_answered_at = coalesce(first_answered_at, $3)
         where partner_id = $1 and id = $2 and status <> 'closed'
         returning ${REQUEST_COLUMNS}`,
      [partner_id, id, partnerNow(ctx, { id: partner_id })],
    );
    if (closed === undefined)
      return tx.one<RequestRow>(
        `select ${REQUEST_COLUMNS} from support_requests where partner_id = $1 and id = $2`,
        [partner_id, id],
      );
    const act = { partnerId: partner_id, action: 'support_request.closed', subject: id };
    await recordAct(tx, actor, act);
    return closed;
  });
  if (row === undefined) throw requestNotFound();
  return { ...entry, ...viewRequest(row) };
}
