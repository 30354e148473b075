/**
 * The codes of a batch that nobody has asked for are cancelled, some thousands in a transaction, so
 * that a large batch holds no locks for long. Done again it goes on where it broke off, and changes
 * nothing once it is through.
 */
import type { Context } from '../../../context.ts';
import { behindEach, type Looked } from '../../../db/forget.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { Partner } from '../../partners/partner.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { findBatch } from './batch-view.ts';
import { readBatch, stateOf } from './list-batches.ts';

export const CANCEL_AT_ONCE = 2_000;

/**
 * Codes that are claimed, redeemed or being redeemed stay as they are. `cancelled`: by this very
 * call. Throws 404 `code_batch_not_found`.
 */
export async function cancelBatch(ctx: Context, actor: Actor, partner: Partner, id: string) {
  await ctx.db.partnerRead(partner.id, (db) => findBatch(db, partner.id, id));
  const cancelled = await behindEach((after) =>
    inScope(ctx, partner, (scope) => cancelSome(scope, actor, id, after)),
  );
  return { ...(await readBatch(ctx, partner, id)), cancelled };
}

type Open = { code: string; queue_id: string };

async function cancelSome(
  { tx, partner, now }: Scope,
  actor: Actor,
  batchId: string,
  after: string,
): Promise<Looked> {
  const open = await tx.rows<Open>(
    `select c.code, c.queue_id
     from promo_codes c
     join package_queues q on q.partner_id = c.partner_id and q.id = c.queue_id
     where c.partner_id = $1 and c.batch_id = $2 and c.code > $3 and ${stateOf('$4')} = 'open'
     order by c.code
     limit ${CANCEL_AT_ONCE}`,
    [partner.id, batchId, after, now],
  );
  // Whoever claims or redeems one of them comes before these locks and is seen, or after them.
  const locked = await tx.rows<{ id: string }>(
    `select q.id
     from package_queues q
     join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
     where q.partner_id = $1 and q.id = any($2) and q.redeemed_at is null
       and q.cancelled_at is null and c.claimed_at is null
     order by q.id
     for no key update of q, c`,
    [partner.id, open.map(({ queue_id }) => queue_id)],
  );
  const gone = await tx.rows(
    `update package_queues q
     set cancelled_at = $3
     where partner_id = $1 and id = any($2)
       and not exists (
         select
         from provider_orders o
         where o.partner_id = $1 and o.queue_id = q.id and o.state <> 'rejected')
       and not exists (
         select
         from hosted_redemptions h
         where h.partner_id = $1 and h.queue_id = q.id)
     returning id`,
    [partner.id, locked.map(({ id }) => id), now],
  );
  if (gone.length > 0)
    await recordAct(tx, actor, {
      partnerId: partner.id,
      action: 'promo_codes.cancelled',
      subject: batchId,
      after: { codes: gone.length },
    });
  return {
    count: gone.length,
    last: open.length === CANCEL_AT_ONCE ? open.at(-1)!.code : undefined,
  };
}
