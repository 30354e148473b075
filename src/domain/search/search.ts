/**
 * What a word names: bookings by the partner's reference, travelers by id or address, promo codes,
 * eSIMs by their number or its end, events, and everything by our own id. Each by the beginning of
 * what an index holds, so that no search reads more than it shows.
 */
import type { Context } from '../../context.ts';
import { parseQueueId, queueUuid } from '../../ids.ts';
import { backwards, digitsOf, LAST } from '../../input/prefix.ts';

export const FOUND_KINDS = ['booking', 'traveler', 'promo_code', 'esim', 'event'] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];
export type Found = {
  kind: FoundKind;
  id: string;
  /** what it is known by */
  title: string;
  /** what tells it from others of that name */
  note: string | null;
  /** whose it is, where that is one traveler */
  traveler_id: string | null;
};
type Row = Found & { queue_id: string | null };

const OF_EACH = 5;

const within = (column: string, from: string): string =>
  `${column} >= ${from} and ${column} < ${from} || '${LAST}'`;

/**
 * Ids are gathered in one array: under row-level security, PostgreSQL 15 reads the table from end to
 * end where arrays are put together by `||`.
 *
 * $1 partner, $2 the word, $3 in lower case (null: addresses are not looked at), $4 in upper case,
 * $5 its digits, $6 these backwards (null: they are no number), $7 a queue's id.
 */
const SEARCH = `(select 'booking' as kind, b.id, coalesce(b.booking_id, b.id) as title,
     b.departure_date as note, null::text as traveler_id, null::text as queue_id
   from bookings b
   where b.partner_id = $1
     and b.id = any(array(
       (select id from booking_keys
         where partner_id = $1 and ${within('booking_id', '$2')}
         order by booking_id limit ${OF_EACH})
       union all (select id from bookings
         where partner_id = $1 and ${within('booking_id', '$2')} and cancelled_at is not null
         order by booking_id limit ${OF_EACH})
       union all select $2))
   order by b.id desc
   limit ${OF_EACH})
 union all
 (select 'traveler', t.id, coalesce(t.external_user_id, e.email, t.id), e.email, t.id, null
   from travelers t
   left join lateral (select min(email) as email
     from traveler_emails
     where partner_id = $1 and traveler_id = t.id and $3::text is not null) e on true
   where t.partner_id = $1
     and t.id = any(array(
       (select id from travelers
         where partner_id = $1 and ${within('external_user_id', '$2')}
         order by external_user_id limit ${OF_EACH})
       union all (select traveler_id from traveler_emails
         where partner_id = $1 and ${within('email', '$3')}
         order by email limit ${OF_EACH})
       union all select $2))
   order by t.id desc
   limit ${OF_EACH})
 union all
 (select 'promo_code', q.id, c.code, c.claimed_email, q.traveler_id, q.id
   from (select code, queue_id, case when $3::text is not null then claimed_email end as claimed_email
     from promo_codes
     where partner_id = $1 and (${within('code', '$4')})
     order by code limit ${OF_EACH}) c
   join package_queues q on q.partner_id = $1 and q.id = c.queue_id)
 union all
 (select 'promo_code', q.id, coalesce(c.code, q.id), q.bundle_id, q.traveler_id, q.id
   from package_queues q
   left join promo_codes c on c.partner_id = $1 and c.queue_id = q.id
   where q.partner_id = $1 and q.id = $7)
 union all
 (select 'esim', e.id, e.iccid, e.status, e.traveler_id, null
   from esims e
   where e.partner_id = $1
     and e.id = any(array(
       (select id from esims
         where partner_id = $1 and ${within('iccid', '$5')}
         order by iccid limit ${OF_EACH})
       union all (select id from esims
         where partner_id = $1 and ${within('iccid_end', '$6')}
         order by iccid_end limit ${OF_EACH})
       union all select $2))
   order by e.id desc
   limit ${OF_EACH})
 union all
 (select 'event', v.id, v.type, v.entity_id, null, null
   from events v
   where v.partner_id = $1 and v.id = $2)`;

/**
 * `q`: at least two characters, blanks around it do not count. `mayReadPeople`: else addresses are
 * neither looked at nor shown.
 */
export async function search(
  ctx: Context,
  partnerId: string,
  q: string,
  mayReadPeople: boolean,
): Promise<Found[]> {
  const word = q.trim();
  if (word.length < 2) return [];
  const digits = digitsOf(word);
  const rows = await ctx.db.partnerRead(partnerId, (db) =>
    db.rows<Row>(SEARCH, [
      partnerId,
      word,
      mayReadPeople ? word.toLowerCase() : null,
      word.toUpperCase(),
      digits,
      backwards(digits),
      parseQueueId(word),
    ]),
  );
  return rows.map(({ queue_id, id, ...found }) => ({
    ...found,
    id: queue_id === null ? id : queueUuid(queue_id),
  }));
}
