/**
 * What bookings, entitlements and codes say of whoever they are for. Dates, bundles, prices and the
 * partner's own references stay: they are what was sold.
 */
import type { Tx } from '../../db/pool.ts';
import { hasWords, redact, type Words } from './redact.ts';

/**
 * Those of the traveler alone, and those that were booked from their address, lose who booked them;
 * the others only what names the traveler. The bookings are locked.
 */
export async function eraseInBookings(
  tx: Tx,
  partnerId: string,
  bookings: readonly { id: string; is_shared: boolean }[],
  words: Words,
): Promise<void> {
  const alone = bookings.filter((b) => !b.is_shared).map(({ id }) => id);
  await tx.rows(
    `update bookings
     set email = null, contact = '{}', data = null
     where partner_id = $1
       and id = any($2)
       and (id = any($3) or lower(email) = any($4))`,
    [partnerId, bookings.map(({ id }) => id), alone, words.addresses],
  );
  if (!hasWords(words)) return;
  const shared = await tx.rows<{ id: string; contact: object; data: object | null }>(
    `select id, contact, data
     from bookings
     where partner_id = $1 and id = any($2)`,
    [partnerId, bookings.flatMap(({ id, is_shared }) => (is_shared ? id : []))],
  );
  for (const { id, contact, data } of shared) {
    const next = { contact: redact(contact, words), data: redact(data, words) };
    if (next.contact !== contact || next.data !== data)
      await tx.rows(
        `update bookings
         set contact = $3, data = $4
         where partner_id = $1 and id = $2`,
        [
          partnerId,
          id,
          JSON.stringify(next.contact),
          data === null ? null : JSON.stringify(next.data),
        ],
      );
  }
}

/** Of entitlements and codes, whose they are or who asked for them; whoever has a code can use it. */
export async function eraseInQueues(
  tx: Tx,
  partnerId: string,
  queueIds: readonly string[],
): Promise<void> {
  if (queueIds.length === 0) return;
  const own = [partnerId, queueIds];
  await tx.rows(
    `update package_queues
     set requested = requested - 'external_user_id' - 'email'
     where partner_id = $1 and id = any($2) and (requested ? 'external_user_id' or requested ? 'email')`,
    own,
  );
  await tx.rows(
    `update promo_codes
     set recipient = null, claimed_email = null, hosted_email = null
     where partner_id = $1
       and queue_id = any($2)
       and (recipient is not null or claimed_email is not null or hosted_email is not null)`,
    own,
  );
  await tx.rows(
    `update promo_code_reissues
     set old_claimed_email = null, reason = null
     where partner_id = $1 and queue_id = any($2)`,
    own,
  );
  await tx.rows('delete from hosted_redemptions where partner_id = $1 and queue_id = any($2)', own);
}
