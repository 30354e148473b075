import type { Context } from '../../../context.ts';
import { AppError } from '../../../errors.ts';
import { checkPermission, checkStage, heldOfPartner } from '../access.ts';
import type { PartnerPermission } from '../permissions.ts';
import { lookAtMember } from '../sessions/find-member.ts';

/**
 * Whether the session that a stream was opened with still opens it: false once it has ended, the
 * membership is gone, or the role is one that may not. Rejects where that cannot be told.
 */
export async function mayStill(
  ctx: Context,
  token: string | null,
  partnerId: string,
  permission: PartnerPermission,
): Promise<boolean> {
  try {
    const held = await lookAtMember(ctx, token);
    checkStage(held.session, ['full']);
    checkPermission(heldOfPartner(held, partnerId, ctx.config.env === 'staging'), permission);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return false;
    throw error;
  }
}
