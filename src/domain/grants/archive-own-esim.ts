/**
 * archive_esim: the traveler puts a classic eSIM away; no later grant goes onto it. Again changes
 * nothing.
 */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { archiveEsim, isBeingFilled } from '../esims/archive-esim.ts';
import { partnerNow } from '../partners/now.ts';
import type { AppUser } from '../travelers/app-user.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';

export async function archiveOwnEsim(
  ctx: Context,
  user: AppUser,
  iccid: string,
): Promise<{ esim_iccid: string; archived_at: string }> {
  const now = partnerNow(ctx, { id: user.partnerId });
  return ctx.db.partnerTx(user.partnerId, async (tx) => {
    await lockTraveler(tx, user.partnerId, user.travelerId);
    const esim = await tx.one<{ id: string; type: string; archived_at: Date | null }>(
      `select id, type, archived_at
       from esims
       where partner_id = $1 and traveler_id = $2 and iccid = $3
       for no key update`,
      [user.partnerId, user.travelerId, iccid],
    );
    if (esim === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
    if (esim.type !== 'classic')
      throw invalid([
        {
          field: 'iccid',
          issue: 'expected a classic eSIM: the universal one takes every later package',
        },
      ]);
    if (esim.archived_at !== null)
      return { esim_iccid: iccid, archived_at: esim.archived_at.toISOString() };
    if (await isBeingFilled(tx, user.partnerId, esim.id))
      throw new AppError('redeem_in_progress', 'A package is being put on this eSIM.', {
        retryAfter: 5,
      });
    await archiveEsim(tx, user.partnerId, esim.id, now);
    return { esim_iccid: iccid, archived_at: now.toISOString() };
  });
}
