import type { Tx } from '../../db/pool.ts';

/** Messages of a booking, or of one subject of a kind. */
export type Which = { bookingId: string } | { kind: string; subjectId: string };

const where = (which: Which): string =>
  'bookingId' in which
    ? 'm.booking_id = $2 and $3::text is null'
    : 'm.kind = $2 and m.subject_id = $3';
const params = (partnerId: string, which: Which): unknown[] =>
  'bookingId' in which
    ? [partnerId, which.bookingId, null]
    : [partnerId, which.kind, which.subjectId];

/**
 * Takes back what has not left yet. One that is leaving, or may have left (it is made already),
 * leaves. `reason`: booking_cancelled, reissued.
 */
export async function cancelUnsent(
  tx: Tx,
  partnerId: string,
  which: Which,
  reason: string,
  at: Date,
): Promise<void> {
  await tx.rows(
    // The dispatch before its message, as who sends takes them.
    `with stopped as (
       update dispatches d set next_attempt_at = null from messages m where m.partner_id = $1 and ${where(which)} and m.status = 'pending' and m.subject is null
         and d.partner_id = $1 and d.message_id = m.id and coalesce(d.lease_until < clock_timestamp(), true) returning d.message_id)
     update messages set status = 'cancelled', reason = $4, settled_at = $5 where partner_id = $1 and id in (select message_id from stopped) and status = 'pending' and subject is null`,
    [...params(partnerId, which), reason, at],
  );
}

/**
 * Whether anything of it went out to a traveler, or is leaving at this moment. A push tells an app
 * to look again, and nobody anything.
 */
export const wasCommunicated = async (
  tx: Tx,
  partnerId: string,
  bookingId: string,
): Promise<boolean> =>
  (await tx.one(
    `select 1
     from messages m
     left join dispatches d on d.partner_id = $1 and d.message_id = m.id
     where m.partner_id = $1
       and m.booking_id = $2
       and m.kind <> 'classic_grant'
       and (m.status in ('sent', 'delivered', 'bounced', 'complained')
         or (m.status = 'pending' and (m.subject is not null or d.lease_until > clock_timestamp())))
     limit 1`,
    [partnerId, bookingId],
  )) !== undefined;
