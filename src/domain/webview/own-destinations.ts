/** Where a grant or code of a visitor's may be for, while nobody has said it. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { parseQueueId } from '../../ids.ts';
import type { Partner } from '../partners/partner.ts';
import type { Wanted } from '../planning/choose-later.ts';
import { destinationsFor } from '../planning/destinations-for.ts';
import { bookingOf, type Visitor } from './visitor.ts';

type Found = { wanted: Wanted | null; is_code: boolean };

/**
 * By name, in the session's language; none where the destination is fixed. Throws
 * `package_queue_not_found` for what is not the visitor's.
 */
export async function ownDestinations(
  ctx: Context,
  partner: Partner,
  visitor: Visitor,
  named: string,
): Promise<{ iso3: string; name: string }[]> {
  const found = await ctx.db.partnerRead(partner.id, (db) =>
    findWanted(db, partner.id, visitor, named),
  );
  if (found === undefined)
    throw new AppError('package_queue_not_found', 'There is no such package queue.');
  if (found.wanted === null) return [];
  const esimType = found.is_code ? null : 'classic';
  return destinationsFor(ctx, partner, found.wanted, esimType, visitor.locale).map(
    ({ iso3, name }) => ({ iso3, name }),
  );
}

const findWanted = (
  db: Queryable,
  partnerId: string,
  visitor: Visitor,
  named: string,
): Promise<Found | undefined> =>
  db.one<Found>(
    `select q.wanted, q.is_code
     from package_queues q
     left join promo_codes c on c.partner_id = $1 and c.queue_id = q.id
     where q.partner_id = $1
       and q.redeemed_at is null
       and q.cancelled_at is null
       and ($5::text is null or q.booking_id = $5)
       and (q.id = $2 and q.traveler_id = $4
         or (c.uuid::text = $3 or c.code = upper($3))
           and coalesce(c.claimed_email, c.recipient) in (
             select email
             from traveler_emails
             where partner_id = $1 and traveler_id = $4))`,
    [partnerId, parseQueueId(named), named, visitor.travelerId, bookingOf(visitor)],
  );
