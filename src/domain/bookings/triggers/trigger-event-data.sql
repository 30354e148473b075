-- What the departure triggers say beside the booking's own fields: who travels, and whether their
-- eSIM is on a device. Whom a code is for travels too, though nobody knows more of them before they
-- redeem it. p_emails: the order in which a traveler's address is looked for.
create or replace function trigger_event_data(p_partner text, p_booking text, p_at timestamptz,
  p_emails jsonb)
returns jsonb language sql stable as $$
  select booking_event_data(p_partner, p_booking) || jsonb_build_object(
    'travelers', coalesce(jsonb_agg(
      jsonb_build_object('external_user_id', w.external_user_id, 'email', w.email,
        'esim_installed', w.installed)
      order by w.created_at, w.position), '[]'::jsonb),
    'external_user_id', (array_agg(w.external_user_id order by w.created_at, w.position))[1],
    'esim_installed', coalesce(bool_and(w.installed), false),
    'hours_to_departure', (
      select round((extract(epoch from b.departure_at - p_at) / 3600)::numeric, 2)
      from bookings b where b.partner_id = p_partner and b.id = p_booking))
  from (
    select distinct on (coalesce(q.traveler_id, c.recipient))
      q.created_at, q.position, t.external_user_id,
      first_known(p_emails, jsonb_build_object(
        'entry', q.requested->>'email',
        'claim', c.claimed_email,
        'code', c.recipient,
        'traveler', (
          select min(m.email) from traveler_emails m
          where m.partner_id = p_partner and m.traveler_id = q.traveler_id))) as email,
      exists (
        select 1 from esims e
        where e.partner_id = p_partner and e.traveler_id = q.traveler_id
          and e.archived_at is null and is_on_device(e.status)) as installed
    from package_queues q
      left join travelers t on t.partner_id = p_partner and t.id = q.traveler_id
      left join promo_codes c on q.is_code and c.partner_id = p_partner and c.queue_id = q.id
    where q.partner_id = p_partner and q.booking_id = p_booking
      and (q.traveler_id is not null or c.recipient is not null)
    order by coalesce(q.traveler_id, c.recipient), q.created_at, q.position) w
$$;
