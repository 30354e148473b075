/** Whose screens the link of a mail opens, to whoever has given the address of that mail. */
import type { Tx } from '../../db/pool.ts';
import type { LinkedMessage } from '../hosted/open-mail-link.ts';
import { ensureTraveler } from '../travelers/ensure-traveler.ts';
import type { SessionScope } from './visitor.ts';

type Row = {
  id: string;
  traveler_id: string | null;
  uuid: string | null;
  is_theirs: boolean;
};

export type Screens = {
  travelerId: string;
  scope: SessionScope;
  /** what the mail is about */
  queueIds: string[];
  /** the code that waits for them there; null: none does */
  code: string | null;
};

/**
 * The traveler's own address, or that of a promo code, opens all that its traveler has, who is made
 * where there is none. Any other is of whoever booked: it opens that booking of its one traveler.
 * Null: the mail is about several travelers, or about codes that nobody has yet. The traveler is
 * locked. `now` is the partner's.
 */
export async function whoseScreens(
  tx: Tx,
  partnerId: string,
  message: LinkedMessage,
  now: Date,
): Promise<Screens | null> {
  const email = message.recipient.toLowerCase();
  const rows = await tx.rows<Row>(
    `select q.id, q.traveler_id,
       case when q.redeemed_at is null then c.uuid end as uuid,
       coalesce(q.traveler_id = e.traveler_id, false)
         or coalesce(c.claimed_email, c.recipient) is not distinct from $2
         or c.hosted_email is not distinct from $2 as is_theirs
     from package_queues q
     left join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
     left join traveler_emails e on e.partner_id = q.partner_id and e.email = $2
     where q.partner_id = $1
       and q.cancelled_at is null
       and case when $3::text[] is null then q.booking_id = $4 else q.id = any($3) end
     order by q.created_at, q.position, q.id`,
    [partnerId, email, message.queue_ids, message.booking_id],
  );
  const queueIds = rows.map(({ id }) => id);
  const own = rows.filter(({ is_theirs }) => is_theirs);
  if (own.length > 0)
    return {
      travelerId: await ensureTraveler(tx, partnerId, { email }, now),
      scope: 'traveler',
      queueIds,
      code: own.find(({ uuid }) => uuid !== null)?.uuid ?? null,
    };
  const travelers = [...new Set(rows.flatMap(({ traveler_id }) => traveler_id ?? []))];
  if (travelers.length !== 1 || message.booking_id === null) return null;
  return {
    travelerId: travelers[0]!,
    scope: { bookingId: message.booking_id },
    queueIds,
    code: null,
  };
}
