/** POST /api/webapp/me/promo-codes/redeem: as the signed one, and limited as what is unsigned. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { countCode } from '../abuse/limits.ts';
import type { Partner } from '../partners/partner.ts';
import { redeemCode } from '../promo-codes/redeem-code.ts';
import type { Visitor } from './visitor.ts';

export type OwnRedemption = { code: string; destination?: string | undefined };

export async function redeemOwnCode(
  ctx: Context,
  partner: Partner,
  { externalUserId, sessionId }: Visitor,
  { code, destination }: OwnRedemption,
  { ip, requestKey }: { ip: string; requestKey: string | null },
) {
  const verdict = await countCode(ctx, ip, sessionId);
  if (verdict.isOver)
    throw new AppError('too_many_requests', 'Too many codes were redeemed here. Wait.', {
      retryAfter: verdict.retryAfterS,
    });
  return redeemCode(
    ctx,
    partner,
    code,
    { external_user_id: externalUserId, destination },
    requestKey,
  );
}
