/** POST /api/webapp/auth/renew: another token of the same session, for as long as that lasts. */
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { signSession } from './session-token.ts';
import type { Visitor } from './visitor.ts';

export const renewSession = async (ctx: Context, partner: Partner, visitor: Visitor) => ({
  ...(await signSession(ctx, { partnerId: partner.id, ...visitor })),
  session_ends_at: visitor.endsAt.toISOString(),
});
