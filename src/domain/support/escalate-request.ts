/**
 * One step on: from the knowledge base's answer to the partner's people, from them to the operator.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { readSupportSecrets } from '../partners/managing/support-secrets.ts';
import { notifyPartner } from './notify-partner.ts';
import { pushContext } from './push-context.ts';
import {
  REQUEST_COLUMNS,
  requestNotFound,
  viewRequest,
  type RequestRow,
  type RequestView,
} from './request-view.ts';

export const LEVELS = ['partner', 'operator'] as const;
export type Level = (typeof LEVELS)[number];

type Handing = {
  to: Level | undefined;
  /** by hand, which is written down; a partner's server leaves the request as its own record */
  by?: Actor;
};

/**
 * `to` names where it is to lie, so that a repeat does no more; left out, one step on. What lies
 * there or further already is answered as it is. 404 `support_request_not_found`, 409
 * `support_request_closed`.
 */
export async function escalateRequest(
  ctx: Context,
  partner: Partner,
  id: string,
  { to, by }: Handing,
): Promise<RequestView> {
  const now = partnerNow(ctx, partner);
  const { row, token, mails } = await ctx.db.partnerTx(partner.id, async (tx) => {
    const from = by === undefined ? null : await statusOf(tx, partner.id, id);
    const moved = await tx.one<RequestRow>(
      `update support_requests
       set updated_at = $4,
         status = case when $3 = 'operator'
           or ($3 is null and status = 'open') then 'escalated' else 'open' end
       where partner_id = $1
         and id = $2
         and (status = 'answered' or (status = 'open' and $3::text is distinct from 'partner'))
       returning ${REQUEST_COLUMNS}`,
      [partner.id, id, to ?? null, now],
    );
    if (moved !== undefined) {
      if (by !== undefined)
        await recordAct(tx, by, {
          partnerId: partner.id,
          action: 'support_request.escalated',
          subject: id,
          before: { status: from },
          after: { status: moved.status },
        });
      const mails = moved.status === 'open' ? await notifyPartner(tx, partner, moved, now) : 0;
      return {
        row: moved,
        mails,
        token: (await readSupportSecrets(ctx, tx, partner.id)).access_token,
      };
    }
    const there = await tx.one<RequestRow>(
      `select ${REQUEST_COLUMNS} from support_requests where partner_id = $1 and id = $2`,
      [partner.id, id],
    );
    if (there === undefined) throw requestNotFound();
    if (there.status === 'closed')
      throw new AppError('support_request_closed', 'The support request is closed.');
    return { row: there, mails: 0, token: null };
  });
  if (mails > 0) ctx.wake('messages');
  if (token !== null) pushContext(ctx, partner.id, token, row.context);
  return viewRequest(row);
}

/** Locked, so that it is where it is handed on from. */
const statusOf = async (tx: Tx, partnerId: string, id: string): Promise<string | null> =>
  (
    await tx.one<{ status: string }>(
      `select status
       from support_requests
       where partner_id = $1 and id = $2
       for no key update`,
      [partnerId, id],
    )
  )?.status ?? null;
