/** Messages to a traveler, and of them. */
import type { Queryable } from '../../db/pool.ts';
import type { Known } from './known.ts';

/**
 * Of bookings for the traveler alone all, of the others those to the traveler or about their own
 * entitlements; and what the partner's people were written of their questions.
 */
export async function messagesOf(db: Queryable, known: Known): Promise<string[]> {
  const { partnerId, words, bookings, queueIds, supportIds } = known;
  const rows = await db.rows<{ id: string }>(
    `select id
     from messages
     where partner_id = $1
       and booking_id = any($2)
       and (booking_id = any($3) or recipient = any($4)
         or data->>'queue_id' = any($5) or subject_id = any($5))
     union all
     select id
     from messages
     where partner_id = $1 and kind = 'support_request' and subject_id = any($6)
     union all
     select id
     from messages
     where partner_id = $1
       and kind in ('promo_code_claim', 'esim_link', 'purchase_receipt', 'purchase_refunded')
       and subject_id = any($7)`,
    [
      partnerId,
      bookings.map(({ id }) => id),
      bookings.flatMap(({ id, is_shared }) => (is_shared ? [] : id)),
      words.addresses,
      queueIds,
      supportIds,
      [...queueIds, ...known.purchaseIds],
    ],
  );
  return [...new Set(rows.map(({ id }) => id))];
}
