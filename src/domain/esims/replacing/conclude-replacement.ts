/**
 * The end of a replacement: what came over and what stays is fixed, and the partner is told, once.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { partnerNow } from '../../partners/now.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import type { Replacement } from './read-replacement.ts';
import { movedAndLeft } from './replacement-view.ts';

/**
 * Without a new eSIM nothing was replaced: the old one is put away, which counts for nothing, and
 * the next redemption makes the new one.
 */
export async function concludeReplacement(
  ctx: Context,
  partnerId: string,
  { id, old_esim_id, old_iccid }: Replacement,
): Promise<void> {
  const deliver = await ctx.db.partnerTx(partnerId, async (tx) => {
    const finished = await tx.one<Finished>(
      `update esim_replacements
       set finished_at = $3, is_counted = is_counted and new_esim_id is not null
       where partner_id = $1 and id = $2 and finished_at is null
       returning reason,
         (select iccid from esims e where e.partner_id = $1 and e.id = new_esim_id) as new_iccid`,
      [partnerId, id, new Date()],
    );
    await tx.rows('delete from replacement_work where replacement_id = $1', [id]);
    if (finished === undefined || finished.new_iccid === null) return false;
    return tell(ctx, tx, partnerId, { id, old_esim_id, old_iccid, ...finished });
  });
  if (deliver) ctx.wake('deliveries');
}

type Finished = { reason: string; new_iccid: string | null };

async function tell(
  ctx: Context,
  tx: Tx,
  partnerId: string,
  replacement: Pick<Replacement, 'id' | 'old_esim_id' | 'old_iccid'> & Finished,
): Promise<boolean> {
  const old = await tx.one<{ sequence: number; external_user_id: string | null }>(
    `update esims e
     set sequence = e.sequence + 1
     from travelers t
     where e.partner_id = $1 and e.id = $2 and t.partner_id = $1 and t.id = e.traveler_id
     returning e.sequence, t.external_user_id`,
    [partnerId, replacement.old_esim_id],
  );
  return recordEvents(tx, [
    {
      partnerId,
      type: 'esim.replaced',
      entityId: replacement.old_esim_id,
      sequence: old!.sequence,
      at: partnerNow(ctx, { id: partnerId }),
      data: {
        old_iccid: replacement.old_iccid,
        new_iccid: replacement.new_iccid,
        external_user_id: old!.external_user_id,
        reason: replacement.reason,
        ...(await movedAndLeft(ctx, tx, partnerId, replacement.id)),
      },
    },
  ]);
}
