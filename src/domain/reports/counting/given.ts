/**
 * What the bookings of `b` gave, in SQL, with when each step of a package happened; null = it did
 * not. `said` of a booking is handed on: another look at `b` would cost more than all the rest. A mail
 * counts for all packages of its booking. $1: the partner.
 */
export const GIVEN = `mailed_of as (select b.id, min(coalesce(m.settled_at, m.sent_at)) as at
      from b
      join messages m on m.partner_id = $1 and m.booking_id = b.id
      where m.channel = 'EMAIL' and m.status in ('delivered', 'complained')
      group by b.id),
    given as (select b.id as booking, b.said, q.id as queue, q.traveler_id as traveler,
      coalesce(k.iso3, q.iso3, '') as place, q.created_at as issued,
      m.at as mailed, o.opened_at as opened, least(c.claimed_at, q.redeemed_at) as taken,
      coalesce(e.installed_at, k.date_activated) as installed, k.date_activated as used
      from b
      join package_queues q on q.partner_id = $1 and q.booking_id = b.id
      left join mailed_of m on m.id = b.id
      left join opened_packages o on o.partner_id = $1 and o.queue_id = q.id
      left join promo_codes c on q.is_code and c.partner_id = $1 and c.queue_id = q.id
      left join packages k on k.partner_id = $1 and k.queue_id = q.id and k.status <> 'CANCELLED'
      left join esims e on e.partner_id = $1 and e.id = k.esim_id)`;
