/**
 * An eSIM is put away by people, of whatever kind: for profiles that are known to be lost. Again
 * changes nothing.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import { partnerNow } from '../partners/now.ts';
import { archiveEsim, isBeingFilled } from './archive-esim.ts';

/** `of`: the partner whose it has to be; null: the operator does it, whosever it is. */
export async function archiveByHand(
  ctx: Context,
  actor: Actor,
  iccid: string,
  of: string | null,
): Promise<{ iccid: string; partner_id: string; archived_at: string }> {
  const owner = await ctx.db.one<{ partner_id: string; esim_id: string }>(
    'select partner_id, esim_id from iccids where iccid = $1',
    [iccid],
  );
  if (owner === undefined || (of !== null && owner.partner_id !== of))
    throw new AppError('esim_not_found', 'There is no such eSIM.');
  const { partner_id: partnerId, esim_id: id } = owner;
  const now = partnerNow(ctx, { id: partnerId });
  return ctx.db.partnerTx(partnerId, async (tx) => {
    // As redeeming does: the traveler first, so that no package is on its way here.
    await tx.rows(
      `select 1
       from travelers t
       join esims e on e.partner_id = $1 and e.id = $2
       where t.partner_id = $1 and t.id = e.traveler_id
       for no key update of t`,
      [partnerId, id],
    );
    const esim = await tx.one<{ archived_at: Date | null }>(
      'select archived_at from esims where partner_id = $1 and id = $2 for no key update',
      [partnerId, id],
    );
    if (esim === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
    if (esim.archived_at === null && (await isBeingFilled(tx, partnerId, id)))
      throw new AppError('redeem_in_progress', 'A package is being put on this eSIM.', {
        retryAfter: 5,
      });
    if (esim.archived_at === null) {
      await archiveEsim(tx, partnerId, id, now);
      const act = { partnerId, action: 'esim.archived', subject: iccid };
      await recordAct(tx, actor, { ...act, after: { archived_at: now } });
    }
    return { iccid, partner_id: partnerId, archived_at: (esim.archived_at ?? now).toISOString() };
  });
}
