/** POST /api/webapp/me/claim: where a destination is named it is set first. */
import type { Context } from '../../context.ts';
import { claimGrant } from '../grants/claim-grant.ts';
import { setGrantDestination } from '../grants/set-destination.ts';
import type { Partner } from '../partners/partner.ts';
import { checkOwnQueue } from './own-things.ts';
import type { Visitor } from './visitor.ts';

export async function claimOwnGrant(
  ctx: Context,
  partner: Partner,
  visitor: Visitor,
  { queue_id, iso3 }: { queue_id: string; iso3?: string | undefined },
) {
  await checkOwnQueue(ctx, partner, visitor, queue_id);
  const user = {
    partnerId: partner.id,
    travelerId: visitor.travelerId,
    externalUserId: visitor.externalUserId,
    email: null,
  };
  if (iso3 !== undefined) await setGrantDestination(ctx, user, queue_id, iso3, visitor.locale);
  return claimGrant(ctx, user, queue_id, visitor.locale);
}
