/**
 * The end of a replacement: what came over and what stays is fixed, and the partner is told, once.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { partnerNow } from '../../partners/now.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import type { Replacement } from './read-replacement.ts';
import { movedAndLeft } from './replacement-view.ts';

/** True, also where another came first. */
export async function concludeReplacement(
  ctx: Context,
  partnerId: string,
  replacement: Replacement,
): Promise<true> {
  const deliver = await ctx.db.partnerTx(partnerId, async (tx) => {
    const finished = await tx.one<{ reason: string }>(
      `update esim_replacements
       set finished_at = $3
       where partner_id = $1 and id = $2 and finished_at is null
       returning reason`,
      [partnerId, replacement.id, new Date()],
    );
    await tx.rows('delete from replacement_work where replacement_id = $1', [replacement.id]);
    return finished !== undefined && tell(ctx, tx, partnerId, replacement, finished.reason);
  });
  if (deliver) ctx.wake('deliveries');
  return true;
}

async function tell(
  ctx: Context,
  tx: Tx,
  partnerId: string,
  replacement: Replacement,
  reason: string,
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
        reason,
        ...(await movedAndLeft(ctx, tx, partnerId, replacement.id)),
      },
    },
  ]);
}
